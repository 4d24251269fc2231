import { describe, expect, it } from 'vitest';
import fixture from '../../fixtures/tokenizers.json' with { type: 'json' };
import { PretrainedTokenizer } from './pretrained-tokenizer.js';

type Kind = keyof typeof fixture.kinds;

const make = (kind: Kind, changes: object = {}): PretrainedTokenizer =>
  new PretrainedTokenizer({ ...fixture.kinds[kind].tokenizer, ...changes });

/** What tokens were made of. */
function parts(tokenizer: PretrainedTokenizer, text: string): string[] {
  const { offsets } = tokenizer.encodeWithOffsets(text, { specials: false });
  return offsets.map(([start, end]) => text.slice(start, end));
}

describe('encodeBatchWithOffsets', () => {
  it('has the rows of encodeBatch, and the places of encodeWithOffsets where the rows have tokens', () => {
    const tokenizer = new PretrainedTokenizer(fixture.kinds.bert.tokenizer, { pad_token: '[PAD]' });
    const texts = ['speak', ['Who speaks?', 'The first citizen.'], ''] as const;
    for (const options of [{}, { side: 'left' }, { padTo: 'maxLength', maxLength: 8 }] as const) {
      const { offsets, ...batch } = tokenizer.encodeBatchWithOffsets(texts, options);
      expect(batch).toEqual(tokenizer.encodeBatch(texts, options));
      const [rows, length] = batch.ids.shape as [number, number];
      expect(offsets.map((row) => row.length)).toEqual(Array.from({ length: rows }, () => length));
      for (const [i, text] of texts.entries()) {
        const [first, pair] = typeof text === 'string' ? [text] : text;
        const own = 'maxLength' in options ? { maxLength: options.maxLength } : {};
        const wanted = tokenizer.encodeWithOffsets(first!, { pair, ...own }).offsets;
        const padding = Array.from({ length: length - wanted.length }, () => [0, 0]);
        const isLeft = 'side' in options;
        expect(offsets[i]).toEqual(isLeft ? [...padding, ...wanted] : [...wanted, ...padding]);
      }
    }
    expect(tokenizer.encodeBatchWithOffsets([]).offsets).toEqual([]);
  });

  it('refuses what encodeBatch refuses', () => {
    const tokenizer = make('bert');
    expect(() => tokenizer.encodeBatchWithOffsets(['a'], { padTo: 'maxLength' })).toThrow(
      "[PretrainedTokenizer.encodeBatchWithOffsets] expected maxLength for padTo: 'maxLength', got none",
    );
    expect(() => tokenizer.encodeBatchWithOffsets('speak' as never)).toThrow('texts');
    expect(() => tokenizer.encodeBatchWithOffsets(['a'], { pad: 'left' } as never)).toThrow('pad');
  });
});

describe('encodeWithOffsets', () => {
  it('has places in each text of a pair, none for special tokens, and those that are left of a longer text', () => {
    const tokenizer = make('bert');
    const [question, answer] = ['Who speaks?', 'The first citizen, Ana.'];
    const { ids, types, offsets } = tokenizer.encodeWithOffsets(question, { pair: answer });
    const texts = [question, answer];
    expect([...ids]).toEqual([...tokenizer.encode(question, { pair: answer })]);
    for (const [i, [start, end]] of offsets.entries()) {
      const token = tokenizer.tokenOf(ids[i]!)!;
      const own = texts[types[i]!]!.slice(start, end).toLowerCase();
      if (token !== '[UNK]') expect(own).toBe(/^\[(CLS|SEP)\]$/.test(token) ? '' : token.replace('##', ''));
    }
    const cut = tokenizer.encodeWithOffsets(question, { pair: answer, maxLength: 9 });
    expect(cut.offsets).toHaveLength(9);
    expect([...cut.ids]).toEqual([...tokenizer.encode(question, { pair: answer, maxLength: 9 })]);
    const second = cut.offsets.filter((_, i) => cut.types[i] === 1);
    const whole = offsets.filter((_, i) => types[i] === 1);
    expect(second.slice(0, -1)).toEqual(whole.slice(0, second.length - 1));
    const behindNothing = tokenizer.encodeWithOffsets('', { pair: 'speak' }).offsets;
    expect(behindNothing.filter(([, end]) => end > 0).at(-1)![1]).toBe(5);
  });

  it('counts as text.slice does, and gives bytes of one character the place of the whole', () => {
    const places = parts(make('gpt2'), 'a😀ü');
    expect(new Set(places)).toEqual(new Set(['a', '😀', 'ü']));
    expect(places.filter((part) => part === '😀').length).toBeGreaterThan(1);
  });

  it.each([
    ['NFC', ['e', 'n']],
    ['NFD', ['e', '\u0301', 'n', '\u0303']],
  ])('knows what characters in %s were made of', (type, expected) => {
    const model = {
      type: 'WordPiece',
      vocab: { '[UNK]': 0, '##n': 5 },
      unk_token: '[UNK]',
      max_input_chars_per_word: 1,
    };
    const tokenizer = make('bert', {
      normalizer: { type: 'Sequence', normalizers: [{ type }] },
      pre_tokenizer: { type: 'Split', pattern: { Regex: '.' }, behavior: 'Isolated', invert: false },
      model: { ...model, continuing_subword_prefix: '##' },
    });
    expect(parts(tokenizer, 'e\u0301n\u0303')).toEqual(expected);
  });

  it('finds the longest of many added tokens that begin alike, anywhere in a long text', () => {
    const [special] = fixture.kinds.gpt2.tokenizer.added_tokens;
    const contents = Array.from({ length: 256 }, (_, i) => `<|extra_${i}`);
    const added = contents.map((content, i) => ({ ...special!, content, id: 10_000 + i }));
    const tokenizer = make('gpt2', { added_tokens: [special!, ...added] });
    const line = 'Hear<|extra_25, <|extra_2|> and <|extra_.\n';
    const [places, ids] = [parts(tokenizer, line), tokenizer.encode(line, { specials: false })];
    expect(places.filter((part) => contents.includes(part))).toEqual(['<|extra_25', '<|extra_2']);
    expect([...ids].filter((id) => id >= 10_000)).toEqual([10_025, 10_002]);
    expect(places.join('')).toBe(line);
    expect(parts(tokenizer, line.repeat(200))).toEqual(Array.from({ length: 200 }, () => places).flat());
  });

  it('says where it cannot know the places', () => {
    const tokenizer = make('bert', { normalizer: { type: 'Precompiled', precompiled_charsmap: '' } });
    expect(() => tokenizer.encodeWithOffsets('speak')).toThrow(
      '[PretrainedTokenizer.encodeWithOffsets] expected a tokenizer whose tokens can be found in the text, got a normaliser of type Precompiled.',
    );
    expect(() => make('bert').encodeWithOffsets('speak', { maxLength: 1 })).toThrow(
      'expected maxLength of at least 2',
    );
    expect(() => make('bert').encodeWithOffsets(3 as never)).toThrow('text');
  });
});
