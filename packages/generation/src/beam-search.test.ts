import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { CharacterTokenizer } from '@neurona/datasets';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BeamSearchOptions, beamSearch } from './beam-search.js';
import { generate } from './generate.js';
import { SmallLSTM, table } from './testing/small-models.js';

const rows = [
  [0.2, 1.1, 0.9, -0.5],
  [1.4, -0.3, 0.1, 0.6],
  [-0.2, 0.3, 0.8, 1.9],
  [0.5, 0.4, -1, 0.2],
];

const logSoftmax = (x: readonly number[]): number[] => {
  const log = Math.log(x.reduce((sum, value) => sum + Math.exp(value), 0));
  return x.map((value) => value - log);
};

/** Every text of up to `length` tokens after a token, which ends with the stop token or is that long. */
function everyText(from: number, length: number, stop: number): { tokens: number[]; sum: number }[] {
  if (length === 0) return [{ tokens: [], sum: 0 }];
  return logSoftmax(rows[from]!).flatMap((logProbability, token) => {
    const rest = token === stop ? [{ tokens: [], sum: 0 }] : everyText(token, length - 1, stop);
    return rest.map(({ tokens, sum }) => ({ tokens: [token, ...tokens], sum: sum + logProbability }));
  });
}

forEachBackend(() => {
  it.each([0, 1, 2])('finds the best of all texts, length penalty %d', async (lengthPenalty) => {
    const [best] = everyText(0, 4, 3)
      .map(({ tokens, sum }) => ({ tokens, sum, score: sum / tokens.length ** lengthPenalty }))
      .sort((a, b) => b.score - a.score);
    const before = liveMemory();
    const options = { beams: 300, maxNewTokens: 4, stopTokens: [3], lengthPenalty, returned: 1 };
    const [found] = await beamSearch(table(rows), [0], options);
    expect(found!.tokens).toEqual(best!.tokens);
    expect(found!.score).toBeCloseTo(best!.score, 5);
    expect(found!.logProbability).toBeCloseTo(best!.sum, 5);
    expect(liveMemory()).toEqual(before);
  });

  it('is greedy with one beam, and no worse with more', async () => {
    const model = new SmallLSTM(15);
    const greedy: number[] = [];
    for await (const { token } of generate(model, [1], { temperature: 0, maxNewTokens: 10 }))
      greedy.push(token);
    const [one] = await beamSearch(model, [1], { beams: 1, maxNewTokens: 10 });
    expect(one!.tokens).toEqual(greedy);
    const several = await beamSearch(model, [1], { beams: 6, maxNewTokens: 10 });
    expect(several).toHaveLength(6);
    expect(several[0]!.score).toBeGreaterThanOrEqual(one!.score - 1e-6);
    const scores = several.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    model.dispose();
  });
});

describe('a call', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('returns texts without their stop token', async () => {
    const tokenizer = new CharacterTokenizer({ specials: [] }).fit('abcd');
    const [found] = await beamSearch(table(rows), 'a', { tokenizer, stopTokens: [3], maxNewTokens: 5 });
    expect(found!.text).toBe(tokenizer.decode(found!.tokens.filter((token) => token !== 3)));
  });

  it.each<[BeamSearchOptions, string]>([
    [{ beams: 0 }, '[beamSearch] expected beams to be an integer of at least 1, got 0.'],
    [{ lengthPenalty: Number.NaN }, 'expected a finite lengthPenalty, got NaN.'],
    [{ beams: 2, returned: 3 }, 'expected returned to be an integer from 1 to 2, got 3.'],
    [{ numBeams: 3 } as never, 'numBeams'],
  ])('refuses %o', async (options, message) => {
    await expect(beamSearch(table(rows), [0], options)).rejects.toThrow(message);
  });

  it('says where logits are not finite', async () => {
    await expect(
      beamSearch(
        table([
          [Number.NaN, 0],
          [0, 1],
        ]),
        [0],
      ),
    ).rejects.toThrow('[beamSearch] expected finite logits, got NaN or +∞ (after 0 tokens).');
    await expect(beamSearch(table(rows), [7])).rejects.toThrow('expected tokens from 0 to 3, got 7');
  });
});
