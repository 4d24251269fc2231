import { describe, expect, it } from 'vitest';
import fixture from '../../fixtures/tokenizers.json' with { type: 'json' };
import { PretrainedTokenizer } from './pretrained-tokenizer.js';
import type { TokenizerSettings } from './tokenizer-settings.js';

type Kind = keyof typeof fixture.kinds;

const settings: Readonly<Record<Kind, TokenizerSettings>> = {
  gpt2: { eos_token: '<|endoftext|>', bos_token: '<|endoftext|>' },
  llama3: { bos_token: '<s>', eos_token: { content: '</s>' } },
  smollm: { eos_token: '<|im_end|>', bos_token: '<|im_start|>' },
  roberta: { bos_token: '<s>', eos_token: '</s>', mask_token: '<mask>' },
  bert: { pad_token: '[PAD]', unk_token: '[UNK]', mask_token: '[MASK]' },
  t5: { eos_token: '</s>', pad_token: '<pad>' },
  llama2: { bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>' },
  xlmr: { bos_token: '<s>', eos_token: '</s>', pad_token: '<pad>', unk_token: '<unk>' },
};

const make = (kind: Kind, more: TokenizerSettings = {}): PretrainedTokenizer =>
  new PretrainedTokenizer(fixture.kinds[kind].tokenizer, { ...settings[kind], ...more });

/** Places in characters, as the reference counts, in UTF-16 units. */
function inUnits(text: string, offsets: readonly (readonly number[])[]): number[][] {
  const starts = [0];
  for (const character of text) starts.push(starts.at(-1)! + character.length);
  return offsets.map((places) => places.map((place) => starts[place]!));
}

const tie = ['שלום', 'two ways to split it have the same probability, and the other one is taken'] as const;

/** Texts that the library makes something else of than the reference, by a part of the text, with the reason. */
const otherwise: Readonly<Partial<Record<Kind, readonly [part: string, reason: string]>>> = {
  t5: tie,
  xlmr: tie,
  llama2: ['\ufeff', 'a byte order mark between two characters is lost where bytes are decoded one by one'],
};

it('is refused with a map of characters that is cut off', () => {
  const { tokenizer } = fixture.kinds.xlmr;
  for (const map of ['AAAA', 'not base 64', 'EAAAAAAAAAA='])
    expect(
      () =>
        new PretrainedTokenizer({
          ...tokenizer,
          normalizer: { type: 'Precompiled', precompiled_charsmap: map },
        }),
    ).toThrow('precompiled_charsmap');
});

describe.each(Object.keys(fixture.kinds) as Kind[])('the tokenizer of %s', (kind) => {
  const tokenizer = make(kind);
  const { cases, pair, cut, cutPairs } = fixture.kinds[kind];

  const [part, reason] = otherwise[kind] ?? [];
  const isOther = (text: string): boolean => part !== undefined && text.includes(part);
  if (part) it.skip(`has the tokens and the text of one with ${JSON.stringify(part)} (${reason})`, () => {});

  const usual = cases.filter(({ text }) => !isOther(text));
  it.each(usual)(
    'has the tokens of the reference, their places, and its text: $text',
    ({ text, ids, plain, offsets, decoded, kept }) => {
      expect([...tokenizer.encode(text)]).toEqual(ids);
      expect([...tokenizer.encode(text, { specials: false })]).toEqual(plain);
      expect(tokenizer.encodeWithOffsets(text, { specials: false }).offsets).toEqual(inUnits(text, offsets));
      expect(tokenizer.decode(plain)).toBe(decoded);
      expect(tokenizer.decode(ids, { skipSpecials: false })).toBe(kept);
    },
  );

  it('gives text token by token, and never a part of a character', () => {
    for (const { plain } of cases) {
      const decoder = tokenizer.decodeStream();
      const pieces = plain.map((id) => decoder.push(id));
      expect(pieces.join('') + decoder.end()).toBe(tokenizer.decode(plain));
    }
  });

  it('cuts pairs as the reference, whatever their lengths', () => {
    for (const { texts, length, ids } of cutPairs) {
      const [text, other] = texts as [string, string];
      expect([...tokenizer.encode(text, { pair: other, maxLength: length })], `${texts}, ${length}`).toEqual(
        ids,
      );
    }
  });

  it('joins and cuts texts as the reference', () => {
    const batch = tokenizer.encodeBatch([['How old are you?', "I'm 6 years old."]]);
    expect([...batch.ids.values]).toEqual(pair.ids);
    expect([...batch.types.values]).toEqual(pair.types);
    expect([...tokenizer.encode(cases[0]!.text, { maxLength: 9 })]).toEqual(cut);
  });
});

describe('a tokenizer of a file', () => {
  it('pads rows on either side, and says which tokens are padding', () => {
    const tokenizer = make('bert');
    const texts = ['speak', 'we proceed any further'];
    const { ids, mask, types, lengths } = tokenizer.encodeBatch(texts);
    const [short, long] = texts.map((text) => [...tokenizer.encode(text)]) as [number[], number[]];
    expect(ids.shape).toEqual([2, long.length]);
    const padding = long.length - short.length;
    expect([...ids.values]).toEqual([...short, ...new Array(padding).fill(tokenizer.padId), ...long]);
    expect([...mask.values]).toEqual([
      ...short.map(() => 1),
      ...new Array(padding).fill(0),
      ...long.map(() => 1),
    ]);
    expect([...types.values].every((type) => type === 0)).toBe(true);
    expect([...lengths.values]).toEqual([short.length, long.length]);
    const left = tokenizer.encodeBatch(texts, { side: 'left', padTo: 'maxLength', maxLength: 40 });
    expect(left.ids.shape).toEqual([2, 40]);
    expect([...left.ids.values.slice(40 - short.length, 40)]).toEqual(short);
  });

  it('knows its special tokens', () => {
    const tokenizer = make('bert');
    const { bosId, eosId, padId, unkId, maskId } = tokenizer;
    expect([bosId, eosId, padId, unkId, maskId]).toEqual([undefined, undefined, 0, 1, 4]);
    expect([tokenizer.idOf('[SEP]'), tokenizer.tokenOf(3), tokenizer.vocabSize]).toEqual([3, '[SEP]', 300]);
    expect(tokenizer.decode([2, 299, 500], { skipSpecials: false })).toBe(
      tokenizer.decode([2, 299], { skipSpecials: false }),
    );
  });

  it('writes conversations as the template says', () => {
    const template =
      "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] | trim + '<|im_end|>' + '\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}" +
      "{% if messages[0].role == 'tool' %}{{ raise_exception('no tools') }}{% endif %}";
    const tokenizer = make('smollm', { chat_template: [{ name: 'default', template }] });
    const messages = [
      { role: 'system', content: ' Be brief. ' },
      { role: 'user', content: 'Hello' },
    ];
    const text = '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n';
    expect(tokenizer.chat(messages, { addGenerationPrompt: false })).toBe(text);
    expect(tokenizer.chat(messages)).toBe(`${text}<|im_start|>assistant\n`);
    expect([...tokenizer.encode(text)].filter((id) => id === tokenizer.bosId)).toHaveLength(2);
    expect(() => tokenizer.chat([{ role: 'tool', content: '' }])).toThrow('no tools');
    expect(() => tokenizer.chat([])).toThrow('expected messages');
    expect(() => make('smollm').chat(messages)).toThrow(
      '[PretrainedTokenizer.chat] expected a tokenizer with a chat_template, got none.',
    );
  });

  it('gives templates what transformers gives them, and takes all kinds of messages', () => {
    const template =
      '{% if tools is not none %}TOOLS{% endif %}{% if documents is not none %}DOCS{% endif %}' +
      '{% for m in messages %}<{{ m.role }}>{% if m.content is none %}{{ m.tool_calls[0].function.name }}' +
      '{% elif m.content is string %}{{ m.content }}{% else %}{% for p in m.content %}[{{ p.text }}]{% endfor %}' +
      '{% endif %}{{ m.tool_call_id }}{% endfor %}';
    const tokenizer = make('smollm', { chat_template: template });
    const call = { type: 'function', function: { name: 'add', arguments: { a: 1 } } };
    const messages = [
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', content: '3', tool_call_id: 'x9' },
    ];
    expect(tokenizer.chat(messages)).toBe('<user>[Hi]<assistant>add<tool>3x9');
    expect(tokenizer.chat(messages.slice(2), { values: { tools: [call], documents: undefined } })).toBe(
      'TOOLS<tool>3x9',
    );
    const wrong = [{ role: 'user', content: null }, { role: 'user' }, { role: 'user', content: [7] }, null];
    for (const message of wrong)
      expect(() => tokenizer.chat([message as never])).toThrow("expected messages, as [{ role: 'user'");
  });

  it('chooses among templates by name', () => {
    const named = (...names: readonly string[]) => names.map((name) => ({ name, template: name }));
    const said = (names: readonly string[], values = {}): string =>
      make('smollm', { chat_template: named(...names) }).chat([{ role: 'user', content: '' }], { values });
    expect(said(['rag', 'default', 'tool_use'])).toBe('default');
    expect(said(['rag', 'default', 'tool_use'], { tools: [] })).toBe('tool_use');
    expect(said(['default'], { tools: [] })).toBe('default');
    expect(said(['rag'])).toBe('rag');
    const broken = make('smollm', { chat_template: '{% if %}' });
    expect(() => broken.chat([{ role: 'user', content: '' }])).toThrow('expected a conversation that');
  });

  it('adds no special tokens to a prompt that begins with one', () => {
    const template = "{{ bos_token }}{% for m in messages %}{{ m['content'] }}{% endfor %}";
    const tokenizer = make('llama2', { chat_template: template });
    const text = tokenizer.chat([{ role: 'user', content: 'Hello' }]);
    expect([...tokenizer.encodePrompt(text)]).toEqual([...tokenizer.encode('Hello')]);
    expect([...tokenizer.encodePrompt('Hello')]).toEqual([...tokenizer.encode('Hello')]);
    expect([...tokenizer.encode(text)].slice(0, 2)).toEqual([tokenizer.bosId, tokenizer.bosId]);
    expect([...tokenizer.encodePrompt('')]).toEqual([...tokenizer.encode('')]);
  });

  it('refuses what it can not do', () => {
    const tokenizer = make('bert');
    expect(() => tokenizer.encode('speak', { maxLength: 1 })).toThrow(
      '[PretrainedTokenizer.encode] expected maxLength of at least 2, for the special tokens, got 1.',
    );
    for (const maxLength of [1.5, -1, Number.NaN, '9' as never]) {
      const message = 'expected maxLength to be an integer of at least 0';
      expect(() => tokenizer.encode('speak', { maxLength })).toThrow(message);
      expect(() => tokenizer.encodeWithOffsets('speak', { maxLength })).toThrow(message);
      expect(() => tokenizer.encodeBatch(['speak'], { maxLength })).toThrow(message);
    }
    expect(() => tokenizer.decode([-1])).toThrow('expected token numbers from 0 to 299, got -1.');
    expect(() => tokenizer.encode(7 as never)).toThrow('expected text');
    expect(() => tokenizer.encodeBatch(['a'], { padTo: 'maxLength' })).toThrow('expected maxLength');
    const bare = new PretrainedTokenizer(fixture.kinds.llama2.tokenizer);
    expect(() => bare.encodeBatch(['a', 'a longer text'])).toThrow('has no padding token');
    expect(() => new PretrainedTokenizer({ model: { type: 'Other' } })).toThrow(
      '[PretrainedTokenizer] expected what a tokenizer.json of byte-level BPE, WordPiece or Unigram says',
    );
  });
});
