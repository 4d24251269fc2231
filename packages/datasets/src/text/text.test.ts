import { describe, expect, it } from 'vitest';
import {
  ByteTokenizer,
  CharacterTokenizer,
  loadTokenizer,
  type SpecialToken,
  WordTokenizer,
} from '../index.js';

const all: readonly SpecialToken[] = ['pad', 'unk', 'bos', 'eos'];

describe('texts of composed and decomposed characters', () => {
  const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'];

  it('have the same tokens, whichever a tokenizer was fitted on', () => {
    for (const [learned, other] of [
      [composed, decomposed],
      [decomposed, composed],
    ]) {
      for (const tokenizer of [
        new WordTokenizer({ specials: [] }),
        new CharacterTokenizer({ specials: [] }),
      ]) {
        tokenizer.fit(learned!);
        expect(tokenizer.encode(other!)).toEqual(tokenizer.encode(learned!));
        expect(tokenizer.decode(tokenizer.encode(other!))).toBe(composed);
        expect(loadTokenizer(tokenizer.stateDict()).encode(other!)).toEqual(tokenizer.encode(learned!));
      }
    }
    const wide = new WordTokenizer({ normalization: 'NFKC', specials: [] }).fit('\ufb01n');
    expect(wide.tokens).toEqual(['fin']);
  });

  it('stay as they are when asked to, and in states of before', () => {
    const exact = new CharacterTokenizer({ normalization: 'none' }).fit(decomposed);
    expect(exact.decode(exact.encode(decomposed))).toBe(decomposed);
    const { normalization: _, ...before } = exact.stateDict();
    const loaded = loadTokenizer(before);
    expect(loaded.decode(loaded.encode(decomposed))).toBe(decomposed);
    expect(() => new WordTokenizer({ normalization: 'nfc' as never })).toThrow(
      '[WordTokenizer] expected normalization to be one of NFC, NFD, NFKC, NFKD, none, got nfc.',
    );
  });
});

describe('CharacterTokenizer', () => {
  it('numbers characters by code point after the special tokens', () => {
    const tokenizer = new CharacterTokenizer({ specials: all }).fit(['día', 'añ😀']);
    expect(tokenizer.tokens).toEqual(['<pad>', '<unk>', '<bos>', '<eos>', 'a', 'd', 'í', 'ñ', '😀']);
    expect([tokenizer.padId, tokenizer.unkId, tokenizer.bosId, tokenizer.eosId]).toEqual([0, 1, 2, 3]);
    expect(tokenizer.vocabSize).toBe(9);
    expect(tokenizer.idOf('ñ')).toBe(7);
    expect(Array.from(tokenizer.encode('a😀x', { bos: true, eos: true }))).toEqual([2, 4, 8, 1, 3]);
    expect(tokenizer.decode([2, 4, 8, 1, 3, 0])).toBe('a😀');
    expect(tokenizer.decode([2, 4, 1, 0], { skipSpecials: false })).toBe('<bos>a<unk><pad>');
  });

  it('reads back every text of its characters, long ones too', () => {
    const text = Array.from({ length: 50_000 }, (_, i) => String.fromCodePoint(97 + ((i * i) % 26))).join('');
    const tokenizer = new CharacterTokenizer({ specials: [] }).fit(text);
    const ids = tokenizer.encode(text);
    expect(ids.length).toBe(50_000);
    expect(tokenizer.decode(ids)).toBe(text);
    expect(tokenizer.padId).toBeUndefined();
  });

  it('keeps the most frequent when there is room for some only', () => {
    const tokenizer = new CharacterTokenizer({ maxSize: 4 }).fit('abbccc');
    expect(tokenizer.tokens).toEqual(['<pad>', '<unk>', 'b', 'c']);
    expect(Array.from(tokenizer.encode('abc'))).toEqual([1, 2, 3]);
  });
});

describe('WordTokenizer', () => {
  it('numbers words by frequency, equally frequent ones by their letters', () => {
    const tokenizer = new WordTokenizer().fit(["It's well-known: ñandú, 3 ñandú.", 'well-known?']);
    expect(tokenizer.tokens.slice(2)).toEqual(['well-known', 'ñandú', ',', '.', '3', ':', '?', "It's"]);
    const text = "It's well-known: 3 ñandú.";
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(tokenizer.decode([])).toBe('');
  });

  it('leaves out rare words and does not tell letters by size, if asked', () => {
    const tokenizer = new WordTokenizer({ lowercase: true, minFrequency: 2 }).fit(['Uno dos', 'uno TRES']);
    expect(tokenizer.tokens).toEqual(['<pad>', '<unk>', 'uno']);
    expect(Array.from(tokenizer.encode('UNO tres'))).toEqual([2, 1]);
  });

  it('writes brackets and Spanish marks where they belong', () => {
    const text = '¿Dónde (dicen «aquí») está?';
    const tokenizer = new WordTokenizer().fit(text);
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });
});

describe('ByteTokenizer', () => {
  it('writes every text, and reads broken bytes as what stands for them', () => {
    const tokenizer = new ByteTokenizer({ specials: ['pad', 'eos'] });
    expect(tokenizer.vocabSize).toBe(258);
    const text = '\uFEFFañ😀\0';
    const ids = tokenizer.encode(text, { eos: true });
    expect(ids.at(-1)).toBe(1);
    expect(tokenizer.decode(ids)).toBe(text);
    expect(tokenizer.decode(ids.subarray(0, 5))).toBe('\uFEFFa\uFFFD');
    expect(tokenizer.decode([1, 99], { skipSpecials: false })).toBe('<eos>a');
  });
});

describe('encodeBatch', () => {
  const tokenizer = new CharacterTokenizer({ specials: all }).fit('abc');

  it('fills up to the longest and says where tokens are', () => {
    const { ids, mask, lengths } = tokenizer.encodeBatch(['ab', '', 'abc'], { eos: true });
    expect([ids.dtype, ids.shape, mask.dtype, mask.shape]).toEqual(['int32', [3, 4], 'bool', [3, 4]]);
    expect(Array.from(ids.values)).toEqual([4, 5, 3, 0, 3, 0, 0, 0, 4, 5, 6, 3]);
    expect(Array.from(mask.values)).toEqual([1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1]);
    expect(Array.from(lengths.values)).toEqual([3, 1, 4]);
    expect(tokenizer.decodeBatch(ids)).toEqual(['ab', '', 'abc']);
    expect(tokenizer.decodeBatch([[4], [5, 6]])).toEqual(['a', 'bc']);
    const row = { values: Int32Array.of(4, 5), shape: [2], dtype: 'int32' } as const;
    expect(() => tokenizer.decodeBatch(row)).toThrow('expected token numbers [N, L], got [2].');
  });

  it('fills and cuts to a length, special tokens stay', () => {
    const options = { bos: true, eos: true, maxLength: 4, padTo: 'maxLength', side: 'left' } as const;
    const { ids, mask } = tokenizer.encodeBatch(['a', 'abc'], options);
    expect(Array.from(ids.values)).toEqual([0, 2, 4, 3, 2, 4, 5, 3]);
    expect(Array.from(mask.values)).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    expect(tokenizer.encodeBatch([]).ids.shape).toEqual([0, 0]);
  });

  it('needs no padding for texts of one length', () => {
    const plain = new CharacterTokenizer({ specials: [] }).fit('abc');
    expect(Array.from(plain.encodeBatch(['ab', 'ca']).ids.values)).toEqual([0, 1, 2, 0]);
    expect(() => plain.encodeBatch(['ab', 'c'])).toThrow(
      "[CharacterTokenizer] expected a token <pad>, got specials []. Add 'pad' to the specials.",
    );
  });
});

describe('a tokenizer', () => {
  it.each([
    new CharacterTokenizer({ specials: all, lowercase: true }).fit('Some text.'),
    new WordTokenizer({ specials: ['unk', 'pad'], maxSize: 4 }).fit('some text, some more text'),
    new ByteTokenizer({ specials: ['eos'] }),
  ])('is saved as JSON with its settings: $type', (tokenizer) => {
    const state = JSON.parse(JSON.stringify(tokenizer.stateDict()));
    const loaded = loadTokenizer(state);
    expect(loaded).toBeInstanceOf(tokenizer.constructor);
    expect(loaded.stateDict()).toEqual(state);
    expect(loaded.encode('some text')).toEqual(tokenizer.encode('some text'));
    expect([loaded.padId, loaded.unkId, loaded.vocabSize]).toEqual([
      tokenizer.padId,
      tokenizer.unkId,
      tokenizer.vocabSize,
    ]);
  });

  it('loads nothing else, and stays as it was', () => {
    const tokenizer = new CharacterTokenizer().fit('ab');
    const state = tokenizer.stateDict();
    const message = '[CharacterTokenizer.loadStateDict] expected';
    for (const [broken, text] of [
      [
        { ...state, type: 'WordTokenizer' },
        `${message} a state of CharacterTokenizer, got one of WordTokenizer.`,
      ],
      [{ ...state, tokens: ['a', 'a'] }, `${message} different strings as "tokens", got some twice.`],
      [{ ...state, tokens: [1] }, `${message} a state with strings as "tokens", got [1].`],
      [{ ...state, specials: ['sep'] }, `${message} specials to be some of pad, unk, bos, eos, got [sep].`],
    ] as const) {
      expect(() => tokenizer.loadStateDict(broken)).toThrow(text);
    }
    expect(tokenizer.stateDict()).toEqual(state);
    expect(() => loadTokenizer({ type: 'toString' })).toThrow(
      '[loadTokenizer] expected a state of ByteTokenizer, CharacterTokenizer, WordTokenizer, got one of toString.',
    );
    expect(() => new ByteTokenizer().loadStateDict({ type: 'x' })).toThrow(
      'expected a state of ByteTokenizer',
    );
  });

  it('names what it can not do', () => {
    const tokenizer = new CharacterTokenizer({ specials: [] });
    expect(() => tokenizer.encode('a')).toThrow(
      '[CharacterTokenizer] expected to be fitted, got no tokens. Call fit with the texts to learn from, or loadStateDict.',
    );
    expect(() => tokenizer.fit('')).toThrow('[CharacterTokenizer.fit] expected texts with tokens, got none.');
    tokenizer.fit('ab');
    expect(() => tokenizer.encode('abc')).toThrow(
      `[CharacterTokenizer] expected one of its 2 tokens, got "c". Fit on texts that have it, or add 'unk' to the specials.`,
    );
    expect(() => tokenizer.encode('a', { bos: true })).toThrow(
      "[CharacterTokenizer] expected a token <bos>, got specials []. Add 'bos' to the specials.",
    );
    expect(() => tokenizer.decode([2])).toThrow(
      '[CharacterTokenizer.decode] expected token numbers from 0 to 1, got 2.',
    );
    expect(() => tokenizer.encode('a', { maxLength: -1 })).toThrow(
      '[CharacterTokenizer] expected maxLength to be an integer of at least 0, got -1.',
    );
    expect(() =>
      new ByteTokenizer({ specials: all }).encode('a', { bos: true, eos: true, maxLength: 1 }),
    ).toThrow('[ByteTokenizer] expected maxLength of at least 2, for the special tokens, got 1.');
    expect(() => tokenizer.encodeBatch(['a'], { padTo: 'maxLength' })).toThrow(
      "[CharacterTokenizer] expected maxLength for padTo: 'maxLength', got none.",
    );
    expect(() => new WordTokenizer({ minFrequency: 0 })).toThrow(
      '[WordTokenizer] expected minFrequency of at least 1, got 0.',
    );
    expect(() => new WordTokenizer({ maxSize: 2 })).toThrow(
      '[WordTokenizer] expected maxSize above 2, the number of special tokens, got 2.',
    );
    expect(() => new WordTokenizer({ specials: ['pad', 'pad'] })).toThrow(
      '[WordTokenizer] expected specials to be some of pad, unk, bos, eos, got [pad, pad].',
    );
  });
});
