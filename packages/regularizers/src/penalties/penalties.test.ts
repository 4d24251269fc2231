import { gradcheck, Parameter, scoped, type Tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  activity,
  elasticNet,
  groupLasso,
  l1,
  l2,
  orthogonal,
  type Penalty,
  type WithForward,
  type WithParameters,
} from '../index.js';

const modelOf = (tensors: Record<string, Parameter>): WithParameters => ({
  namedParameters: () => Object.entries(tensors),
});

/** Each penalty and its value for the weights [[3, -4], [0, 1]]. */
const penalties: Record<string, [penalty: Penalty, value: number]> = {
  l1: [l1(0.5), 0.5 * 8],
  l2: [l2(0.5), 0.5 * 26],
  elasticNet: [elasticNet({ l1: 0.5, l2: 0.25 }), 0.5 * 8 + 0.25 * 26],
  groupLasso: [groupLasso(0.5), 0.5 * Math.SQRT2 * (3 + Math.sqrt(17))],
  'groupLasso of rows': [groupLasso(0.5, { axis: 0 }), 0.5 * Math.SQRT2 * (5 + 1)],
  orthogonal: [orthogonal(0.5), 0.5 * (8 ** 2 + 2 * 12 ** 2 + 16 ** 2)],
};

forEachBackend(() => {
  for (const [name, [penalty, value]] of Object.entries(penalties)) {
    it(`${name} has the value of its equation, and leaves biases and norms out`, async () => {
      const weight = new Parameter([
        [3, -4],
        [0, 1],
      ]);
      const others = { bias: new Parameter([[9]]), 'norm.weight': new Parameter([9]) };
      const model = modelOf({ 'linear.weight': weight, 'linear.bias': new Parameter([[9, 9]]), ...others });
      expect(await penalty(model).item()).toBeCloseTo(value, 4);
    });

    it(`${name} has the gradient of its value`, async () => {
      const weight = new Parameter([
        [0.3, -0.4, 0.7],
        [0.9, 0.1, -0.2],
      ]);
      const penaltyAt = (x: Tensor): Tensor =>
        penalty({ namedParameters: () => [['weight', x as Parameter]] });
      await expect(gradcheck(penaltyAt, [weight])).resolves.toBeUndefined();
    });
  }

  it('sums over the weights chosen by beginning, pattern or function', async () => {
    const model = modelOf({
      'a.weight': new Parameter([[1]]),
      'a.bias': new Parameter([2]),
      'b.weight': new Parameter([[4]]),
    });
    expect(await l1(1)(model).item()).toBe(5);
    expect(await l1(1, { weights: 'a.' })(model).item()).toBe(3);
    expect(await l1(1, { weights: /bias$/ })(model).item()).toBe(2);
    expect(await l1(1, { weights: ['b', /bias$/] })(model).item()).toBe(6);
    expect(await l1(1, { weights: (_name, { ndim }) => ndim === 1 })(model).item()).toBe(2);
  });

  it('keeps no tensors but the value', () => {
    const model = modelOf({ weight: new Parameter([[1, 2]]) });
    scoped(() => orthogonal(0.1)(model)).dispose();
    const before = liveMemory();
    scoped(() => {
      orthogonal(0.1)(model);
    });
    expect(liveMemory()).toEqual(before);
  });

  it('activity penalises outputs that were recorded, per example, once', async () => {
    const layer = source();
    const penalty = activity([layer], { l1: 0.1, l2: 0.01 });
    expect(await penalty().item()).toBe(0);
    const y = new Parameter([
      [3, -4],
      [0, 1],
    ]);
    layer.emit(y.mul(1));
    layer.emit(y.detach());
    const value = penalty();
    expect(await value.item()).toBeCloseTo((0.1 * 8 + 0.01 * 26) / 2, 5);
    value.backward();
    expect((await y.grad!.data())[0]).toBeCloseTo((0.1 + 0.02 * 3) / 2, 5);
    expect(await penalty().item()).toBe(0);
    layer.emit(y.mul(1));
    penalty.stop();
    expect([layer.hooks.size, await penalty().item()]).toEqual([0, 0]);
  });
});

/** Something whose outputs are heard of. */
function source(): WithForward & { emit(y: Tensor): void; hooks: Set<(y: Tensor) => void> } {
  const hooks = new Set<(y: Tensor) => void>();
  return {
    hooks,
    emit: (y) => {
      for (const hook of hooks) hook(y);
    },
    onForward(hook) {
      hooks.add(hook);
      return () => void hooks.delete(hook);
    },
  };
}

describe('wrong calls', () => {
  const model = (): WithParameters => modelOf({ weight: new Parameter([[1]]), bias: new Parameter([1]) });
  const cases: [name: string, call: () => unknown, message: string][] = [
    ['a negative strength', () => l1(-1), '[l1] expected strength ≥ 0, got -1.'],
    ['a strength that is no number', () => l2(NaN), '[l2] expected strength ≥ 0, got NaN.'],
    ['a negative l2', () => elasticNet({ l2: -1 }), '[elasticNet] expected l2 ≥ 0, got -1.'],
    ['groups of no strength', () => groupLasso(-2), '[groupLasso] expected strength ≥ 0, got -2.'],
    [
      'a pattern without a match',
      () => orthogonal(1, { weights: /^conv/ })(model()),
      '[orthogonal] expected weights that match /^conv/, got [weight, bias]. Choose others with { weights }.',
    ],
    [
      'no weights',
      () => l2(1)(modelOf({ bias: new Parameter([1]) })),
      '[l2] expected weights of two or more axes, got [bias]. Choose others with { weights }.',
    ],
    [
      'no kind of activity',
      () => activity([source()], {}),
      '[activity] expected l1 or l2 above 0, got neither.',
    ],
    ['no modules', () => activity([], { l1: 1 }), '[activity] expected at least one module, got none.'],
  ];
  for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));
});
