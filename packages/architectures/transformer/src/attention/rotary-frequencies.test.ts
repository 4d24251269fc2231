import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { Llama } from '../llama.js';
import { rotaryFrequencies, rotaryGrowth } from './rotary-frequencies.js';

const yarn = { type: 'yarn', factor: 4, originalContextLength: 256 } as const;

/** Frequencies and growth of transformers 4.48.0 (`_compute_yarn_parameters`), 16 features, base 10,000. */
const published = [
  [yarn, [1, 0.2569351, 0.0625, 0.01383497, 0.0025, 0.0007905695, 0.00025, 7.905695e-5], 1.138629436111989],
  [
    { ...yarn, fastTurns: 16, slowTurns: 2, attentionFactor: 1.25 },
    [1, 0.2371708, 0.05, 0.007905695, 0.0025, 0.0007905695, 0.00025, 7.905695e-5],
    1.25,
  ],
] as const;

describe('rotary positions scaled by yarn', () => {
  beforeAll(() => useBackend(cpu()));

  it.each(published)('are those of transformers: %o', (scaling, expected, growth) => {
    const frequencies = rotaryFrequencies(16, 10_000, scaling);
    for (const [i, frequency] of frequencies.entries()) expect(frequency / expected[i]!).toBeCloseTo(1, 6);
    expect(rotaryGrowth(scaling)).toBeCloseTo(growth, 12);
  });

  it('grow queries and keys of a model', async () => {
    const sizes = {
      vocabSize: 9,
      contextLength: 8,
      embedDim: 16,
      feedForwardDim: 8,
      numLayers: 1,
      numHeads: 2,
    };
    const tokens = tensor([[1, 2, 3]], { dtype: 'int32' });
    const plain = new Llama({ ...sizes, rotaryScaling: { ...yarn, factor: 1 } });
    const grown = new Llama({ ...sizes, rotaryScaling: { ...yarn, factor: 1, attentionFactor: 3 } });
    grown.loadStateDict(plain.stateDict());
    const [a, b] = [await plain.forward(tokens).data(), await grown.forward(tokens).data()];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeGreaterThan(1e-6);
    const same = new Llama(sizes);
    same.loadStateDict(plain.stateDict());
    expect(await same.forward(tokens).data()).toEqual(a);
  });
});
