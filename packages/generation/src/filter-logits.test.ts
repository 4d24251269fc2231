import { Generator, manualSeed, randn, tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { type FilterOptions, filterLogits } from './filter-logits.js';
import { sampleTokens } from './sample-tokens.js';

/** The filters as Hugging Face defines them, in plain numbers of double precision. */
function expected(logits: readonly number[], options: FilterOptions): number[] {
  const { temperature = 1, topK = logits.length, topP = 1, minP = 0 } = options;
  let x = logits.map((value) => value / temperature);
  const falling = x.toSorted((a, b) => b - a);
  x = x.map((value) => (value >= falling[Math.min(topK, x.length) - 1]! ? value : -Infinity));
  const probabilities = softmax(x);
  const order = [...x.keys()].sort((a, b) => x[a]! - x[b]!); // rising
  let sum = 0;
  for (const [place, i] of order.entries()) {
    sum += probabilities[i]!;
    if (topP < 1 && sum <= 1 - topP && place < x.length - 1) x[i] = -Infinity;
  }
  const left = softmax(x);
  const most = Math.max(...left);
  return x.map((value, i) => (left[i]! >= minP * most ? value : -Infinity));
}

function softmax(x: readonly number[]): number[] {
  const most = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

const cases: Record<string, FilterOptions> = {
  nothing: {},
  temperature: { temperature: 0.7 },
  'top-k': { topK: 5 },
  'a top-k beyond the vocabulary': { topK: 500 },
  'top-p': { topP: 0.8 },
  'a top-p that leaves one': { topP: 1e-6 },
  'min-p': { minP: 0.1 },
  'all of them': { temperature: 1.5, topK: 12, topP: 0.9, minP: 0.05 },
};

forEachBackend(() => {
  for (const [name, options] of Object.entries(cases)) {
    it(`keeps what Hugging Face keeps: ${name}`, async () => {
      const logits = randn([4, 40], { rng: new Generator(3) }).mul(3);
      const rows = (await logits.array()) as number[][];
      const found = (await filterLogits(logits, options).array()) as number[][];
      for (const [i, row] of rows.entries()) {
        for (const [j, value] of expected(row, options).entries()) {
          if (value === -Infinity) expect(found[i]![j], `${i}, ${j}`).toBe(-Infinity);
          else expect(found[i]![j], `${i}, ${j}`).toBeCloseTo(value, 4);
        }
      }
    });
  }

  it('draws as often as tokens are likely', async () => {
    const logits = [2, 1, 0, -1, -Infinity];
    const rng = new Generator(11);
    const drawn = await sampleTokens(tensor([logits]).tile([20_000, 1]), { rng }).data();
    const wanted = softmax(logits);
    for (const [i, probability] of wanted.entries()) {
      const share = drawn.filter((token) => token === i).length / drawn.length;
      expect(Math.abs(share - probability), `token ${i}`).toBeLessThan(
        4 * Math.sqrt((probability * (1 - probability)) / drawn.length) + 1e-12,
      );
    }
  });

  it('draws nothing from rows that are not finite', async () => {
    const rows = [
      [Number.NaN, 1],
      [Infinity, 1],
      [-Infinity, -Infinity],
      [1, -Infinity],
    ];
    for (const temperature of [0, 1]) {
      expect([...(await sampleTokens(rows, { temperature }).data())]).toEqual([-1, -1, -1, 0]);
    }
  });

  it('draws no random number where the likeliest is wanted, and leaves nothing behind', async () => {
    const rng = manualSeed(1);
    const logits = tensor([[0, 1, 1]]);
    const before = liveMemory();
    const token = sampleTokens(logits, { temperature: 0 });
    expect(await token.data()).toEqual(Int32Array.of(1)); // the first of equals
    expect(rng.offset).toBe(0);
    token.dispose();
    sampleTokens(logits, { topK: 2, topP: 0.5, minP: 0.1 }).dispose();
    expect(liveMemory()).toEqual(before);
    logits.dispose();
  });
});

describe('options', () => {
  it.each<[FilterOptions, string]>([
    [{ temperature: -1 }, '[filterLogits] expected a finite temperature of at least 0, got -1.'],
    [{ topK: 0 }, '[filterLogits] expected topK to be an integer of at least 1, got 0.'],
    [{ topP: 0 }, '[filterLogits] expected topP over 0 and up to 1, got 0.'],
    [{ minP: 2 }, '[filterLogits] expected minP from 0 to 1, got 2.'],
    [{ topk: 2 } as never, 'Did you mean topK?'],
  ])('refuses %o', (options, message) => {
    expect(() => filterLogits([1, 2], options)).toThrow(message);
  });

  it('refuses logits without tokens', () => {
    expect(() => sampleTokens(tensor(1))).toThrow(
      '[sampleTokens] expected logits [V] or [N, V] of at least one token, got [].',
    );
    expect(() => filterLogits(tensor(1))).toThrow('[filterLogits] expected logits [..., V], got [].');
  });
});
