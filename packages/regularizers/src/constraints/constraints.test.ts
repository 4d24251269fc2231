import { Parameter } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { type Constraint, maxNorm, nonNegative, unitNorm } from '../index.js';

/** Each constraint, and what it makes of [[3, 0.5, 0], [-4, 0, 0]]. */
const constraints: Record<string, [constraint: Constraint, expected: number[]]> = {
  maxNorm: [maxNorm(2), [1.2, 0.5, 0, -1.6, 0, 0]],
  'maxNorm of rows': [maxNorm(2, { axis: 0 }), [6 / Math.sqrt(9.25), 1 / Math.sqrt(9.25), 0, -2, 0, 0]],
  unitNorm: [unitNorm(), [0.6, 1, 0, -0.8, 0, 0]],
  'unitNorm of rows': [unitNorm({ axis: 0 }), [3 / Math.sqrt(9.25), 0.5 / Math.sqrt(9.25), 0, -1, 0, 0]],
  nonNegative: [nonNegative(), [3, 0.5, 0, 0, 0, 0]],
};

forEachBackend(() => {
  for (const [name, [constraint, expected]] of Object.entries(constraints)) {
    it(`${name} changes weights in place, and not biases`, async () => {
      const weight = new Parameter([
        [3, 0.5, 0],
        [-4, 0, 0],
      ]);
      const bias = new Parameter([-9]);
      const model = {
        namedParameters: (): [string, Parameter][] => [
          ['weight', weight],
          ['bias', bias],
        ],
      };
      constraint(model);
      const once = await weight.data();
      for (const [i, value] of once.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
      const before = liveMemory();
      constraint(model);
      expect(liveMemory()).toEqual(before);
      for (const [i, value] of (await weight.data()).entries()) expect(value).toBeCloseTo(expected[i]!, 5);
      expect(await bias.item()).toBe(-9);
    });
  }
});

it('maxNorm wants a limit above 0', () => {
  expect(() => maxNorm(0)).toThrow('[maxNorm] expected limit > 0, got 0.');
});

it('norms want the axis to be there', () => {
  const model = { namedParameters: (): [string, Parameter][] => [['weight', new Parameter([[1]])]] };
  expect(() => unitNorm({ axis: 2 })(model)).toThrow('[unitNorm] expected an axis from -2 to 1, got 2');
});
