import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { histogram, ParameterHistograms, type ParameterSpread } from '../index.js';
import { lineTraining } from '../testing/line.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('histogram', () => {
  it('counts values in bins of equal width', () => {
    const found = histogram([0, 1, 2, 3, 4, 4, Number.NaN, Number.POSITIVE_INFINITY], 4);
    expect(found).toMatchObject({
      count: 6,
      nonFinite: 2,
      min: 0,
      max: 4,
      edges: [0, 1, 2, 3, 4],
      counts: [1, 1, 1, 3],
    });
    expect(found.mean).toBeCloseTo(14 / 6, 12);
    expect(found.std).toBeCloseTo(Math.sqrt(46 / 6 - (14 / 6) ** 2), 12);
  });

  it('bears equal values and none', () => {
    expect(histogram([2, 2], 2)).toMatchObject({
      min: 2,
      max: 2,
      std: 0,
      edges: [1.5, 2, 2.5],
      counts: [0, 2],
    });
    expect(histogram([], 1)).toMatchObject({ count: 0, min: 0, max: 0, counts: [0] });
    expect(() => histogram([1], 0)).toThrow(
      '[histogram] expected bins to be an integer of at least 1, got 0.',
    );
  });
});

describe('ParameterHistograms', () => {
  it('hands out plain data after epochs or steps', async () => {
    const heard: ParameterSpread[] = [];
    const hear = (spread: ParameterSpread): void => void heard.push(structuredClone(spread));
    await lineTraining().train({ epochs: 4, callbacks: [new ParameterHistograms(hear, { everyEpochs: 2 })] });
    expect(heard.map(({ epoch, totalSteps }) => [epoch, totalSteps])).toEqual([
      [1, 8],
      [3, 16],
    ]);
    expect(Object.keys(heard[0]!.weights)).toEqual(['0.weight', '0.bias', '2.weight', '2.bias']);
    expect(Object.keys(heard[0]!.gradients)).toEqual(Object.keys(heard[0]!.weights));
    heard.length = 0;
    const options = { everySteps: 3, parameters: /bias$/, bins: 2 };
    await lineTraining().train({ callbacks: [new ParameterHistograms(hear, options)] });
    expect(heard.map(({ totalSteps, weights }) => [totalSteps, Object.keys(weights)])).toEqual([
      [3, ['0.bias', '2.bias']],
    ]);
  });

  it('names wrong settings', () => {
    expect(() => new ParameterHistograms(() => {}, { bins: 0 })).toThrow(
      '[ParameterHistograms] expected bins to be an integer of at least 1, got 0.',
    );
  });
});
