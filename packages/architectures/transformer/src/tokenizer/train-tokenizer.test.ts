import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fixture from '../../fixtures/tokenizers.json' with { type: 'json' };
import { PretrainedTokenizer } from './pretrained-tokenizer.js';
import { saveTokenizer } from './save-tokenizer.js';
import type { TokenizerSettings } from './tokenizer-settings.js';
import { trainBPE, trainWordPiece } from './train-tokenizer.js';

interface File {
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges?: readonly string[][] };
}

const modelOf = ({ json }: PretrainedTokenizer): File['model'] => (json as File).model;

const texts = fixture.kinds.bert.cases.map(({ text }) => text);

describe('trainBPE', () => {
  it('learns the tokens that the reference learns of the same texts', () => {
    const tokenizer = trainBPE(fixture.corpus, { vocabSize: 380, minFrequency: 1 });
    const { vocab, merges } = fixture.kinds.gpt2.tokenizer.model;
    expect(modelOf(tokenizer)).toMatchObject({ vocab, merges });
    for (const { text, ids } of fixture.kinds.gpt2.cases) expect([...tokenizer.encode(text)]).toEqual(ids);
  });

  it('gives every text back, whatever it has learned', () => {
    const tokenizer = trainBPE('one two', { specials: [] });
    expect([tokenizer.vocabSize, tokenizer.eosId]).toEqual([256, undefined]);
    for (const text of texts) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it('joins what is frequent enough, up to the size, and nothing across words', () => {
    const text = 'aaaa aaaa b b';
    const all = trainBPE(text);
    expect(modelOf(all).merges).toEqual([
      ['a', 'a'],
      ['Ġ', 'b'], // as frequent as what follows, of smaller numbers
      ['aa', 'aa'],
    ]);
    expect(all.vocabSize).toBe(260);
    expect(modelOf(trainBPE(text, { vocabSize: 258 })).merges).toEqual([['a', 'a']]);
    expect(trainBPE(text, { minFrequency: 7 }).vocabSize).toBe(257);
    expect([all.bosId, all.eosId, all.tokenOf(0)]).toEqual([0, 0, '<|endoftext|>']);
    const chat = trainBPE(text, { specials: ['<|end|>', '<|user|>'] });
    expect([...chat.encode('<|user|>aaaa<|end|>')]).toEqual([1, chat.idOf('aaaa'), 0]);
  });
});

describe('trainWordPiece', () => {
  const tokenizer = trainWordPiece(fixture.corpus, { vocabSize: 300, minFrequency: 1 });

  it('has as many tokens as asked for, each of them once, the characters first', () => {
    expect(tokenizer.vocabSize).toBe(300);
    const tokens = Array.from({ length: 300 }, (_, id) => tokenizer.tokenOf(id)!);
    expect(new Set(tokens).size).toBe(300);
    const single = (list: readonly string[]) =>
      list.filter((token) => [...token.replace('##', '')].length === 1);
    const reference = single(Object.keys(fixture.kinds.bert.tokenizer.model.vocab));
    expect(new Set(single(tokens))).toEqual(new Set(reference));
    expect(tokens.slice(0, 5)).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']);
  });

  it('writes words as parts, and what it has never seen as unknown', () => {
    const named = (text: string) => Array.from(tokenizer.encode(text), (id) => tokenizer.tokenOf(id));
    expect(named('SPEAK speaks')).toEqual(['[CLS]', 'speak', 'speak', '##s', '[SEP]']);
    expect(named('ж 龍')).toEqual(['[CLS]', 'ж', '[UNK]', '[SEP]']);
    expect(tokenizer.decode(tokenizer.encode('Murciélago feliz.'))).toBe('murcielago feliz.');
    const kept = trainWordPiece(fixture.corpus, {
      stripAccents: false,
      lowercase: false,
      specials: ['[NAME]'],
    });
    expect(kept.decode(kept.encode('El murciélago'))).toBe('El murciélago');
    expect([kept.idOf('[NAME]'), kept.padId, kept.unkId, kept.maskId]).toEqual([5, 0, 1, 4]);
  });
});

describe('saveTokenizer', () => {
  it.each([
    ['byte-level BPE', trainBPE(fixture.corpus, { vocabSize: 300 })],
    ['WordPiece', trainWordPiece(fixture.corpus)],
  ])('writes files of %s that read the same', async (_, tokenizer) => {
    const folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
    await saveTokenizer(tokenizer, folder);
    const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));
    const again = new PretrainedTokenizer(
      await read('tokenizer.json'),
      (await read('tokenizer_config.json')) as TokenizerSettings,
    );
    for (const text of texts) expect(again.encode(text)).toEqual(tokenizer.encode(text));
    expect([again.eosId, again.padId, again.maskId]).toEqual([
      tokenizer.eosId,
      tokenizer.padId,
      tokenizer.maskId,
    ]);
    await rm(folder, { recursive: true });
  });
});

it('says what it can not learn from', async () => {
  expect(() => trainBPE('a', { vocabSize: 256 })).toThrow(
    '[trainBPE] expected vocabSize of at least 257, for special tokens and single characters, got 256.',
  );
  expect(() => trainWordPiece('ab', { vocabSize: 3 })).toThrow(
    '[trainWordPiece] expected vocabSize of at least 8',
  );
  expect(() => trainBPE(['a', 7 as never])).toThrow('[trainBPE] expected text to be');
  expect(() => trainBPE(7 as never)).toThrow('[trainBPE] expected texts to be');
  expect(() => trainBPE('a', { minFrequency: 0 })).toThrow(
    'expected minFrequency to be an integer of at least 1',
  );
  await expect(saveTokenizer({} as never, '.')).rejects.toThrow(
    '[saveTokenizer] expected a PretrainedTokenizer',
  );
});
