import { ArgumentError } from '@neurona/backend';
import { ArrayDataset, hostArray, mapDataset } from '@neurona/datasets';
import { Generator } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { trainWordPiece } from '../tokenizer/train-tokenizer.js';
import { type MaskableTokens, type MaskTokensOptions, maskTokens } from './mask-tokens.js';

const tokens = { vocabSize: 105, maskId: 4, specialIds: [0, 1, 2, 3] };
const ids = Int32Array.from({ length: 100 }, (_, i) => 5 + i);

async function masked(values: Int32Array, options?: MaskTokensOptions, seed = 1) {
  const [inputs, targets] = await maskTokens(tokens, options)([hostArray(values)], new Generator(seed));
  return { inputs: [...inputs!.values], targets: [...targets!.values] };
}

describe('maskTokens', () => {
  it('has so many tokens guessed, and says which they were', async () => {
    const { inputs, targets } = await masked(ids);
    expect(targets.filter((target) => target !== -100)).toHaveLength(15);
    expect(targets.map((target, i) => (target === -100 ? inputs[i] : target))).toEqual([...ids]);
  });

  it('replaces eight of ten by the mask and one by another token, and leaves one', async () => {
    const counts = { mask: 0, other: 0, same: 0 };
    for (let seed = 0; seed < 200; seed++) {
      const { inputs, targets } = await masked(ids, {}, seed);
      for (const [i, target] of targets.entries()) {
        if (target === -100) continue;
        counts[inputs[i] === 4 ? 'mask' : inputs[i] === target ? 'same' : 'other']++;
      }
      expect(Math.min(...inputs)).toBeGreaterThanOrEqual(4); // random tokens are never special
    }
    const total = 200 * 15;
    const deviation = (p: number) => 4 * Math.sqrt(p * (1 - p) * total); // four standard deviations
    expect(Math.abs(counts.mask - 0.8 * total)).toBeLessThan(deviation(0.8));
    expect(Math.abs(counts.other - 0.099 * total)).toBeLessThan(deviation(0.099)); // one of 100 is the token itself
  });

  it('chooses others each time, and the same by the same generator', async () => {
    expect(await masked(ids, {}, 3)).toEqual(await masked(ids, {}, 3));
    expect((await masked(ids, {}, 3)).targets).not.toEqual((await masked(ids, {}, 4)).targets);
  });

  it('leaves special tokens alone, and hides one token at least', async () => {
    const { inputs, targets } = await masked(Int32Array.of(2, 9, 3, 0, 0), { masked: 1, random: 0 });
    expect([inputs, targets]).toEqual([
      [2, 4, 3, 0, 0],
      [-100, 9, -100, -100, -100],
    ]);
    const bare = await masked(Int32Array.of(2, 3), { ignoreIndex: -1 });
    expect(bare).toEqual({ inputs: [2, 3], targets: [-1, -1] });
  });

  it("takes a tokenizer, and a data set's examples", async () => {
    const tokenizer = trainWordPiece('low lower lowest, new newer newest');
    expect(tokenizer.specialIds.map((id) => tokenizer.tokenOf(id))).toEqual([
      '[PAD]',
      '[UNK]',
      '[CLS]',
      '[SEP]',
      '[MASK]',
    ]);
    const ids = tokenizer.encode('newest low');
    const rows = new ArrayDataset([hostArray(ids, [1, ids.length])]);
    const data = mapDataset(rows, maskTokens(tokenizer, { share: 1, masked: 1, random: 0 }));
    const [inputs, targets] = await data.get(0, new Generator(1));
    expect(tokenizer.decode([...inputs!.values], { skipSpecials: false })).toMatch(
      /^\[CLS\]( \[MASK\])+ \[SEP\]$/,
    );
    expect(tokenizer.decode([...targets!.values].filter((id) => id !== -100))).toBe('newest low');
  });

  it.each<[MaskableTokens, object, string]>([
    [{ ...tokens, maskId: undefined }, {}, 'maskId to be a token from 0 to 104, got undefined'],
    [{ ...tokens, maskId: 105 }, {}, 'maskId to be a token from 0 to 104, got 105'],
    [{ vocabSize: 1, maskId: 0 }, {}, 'tokens that are not special, got 1 special ones'],
    [tokens, { share: 1.5 }, 'share from 0 to 1, got 1.5'],
    [tokens, { masked: 0.95 }, 'masked + random from 0 to 1, got 1.05'],
    [tokens, { masks: 1 }, 'masked'],
  ])('refuses %o with %o', (vocabulary, options, message) => {
    expect(() => maskTokens(vocabulary, options)).toThrow(ArgumentError);
    expect(() => maskTokens(vocabulary, options)).toThrow(message);
  });

  it('refuses what is no row of tokens', async () => {
    const mask = maskTokens(tokens);
    const wrong = [[], [hostArray(Float32Array.of(1))], [hostArray([[1, 2]])]];
    for (const example of wrong) expect(() => mask(example, new Generator(1))).toThrow('tokens, int32 [L]');
  });
});
