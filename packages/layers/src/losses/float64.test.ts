import { ones, type Tensor, tensor, zerosLike } from '@neurona/tensor';
import { float64, forEachBackend, ulps } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import * as losses from '../index.js';

const { sigmoid, softplus } = float64;

type Real = (x: number) => number;

interface Row {
  /** Losses of outputs x, each on its own, with targets of 0 or 1. */
  readonly losses: (x: Tensor, zeros: Tensor, ones: Tensor) => Tensor;
  readonly value: Real;
  readonly slope: Real;
  /** Where it is defined, default everywhere. */
  readonly domain?: (x: number) => boolean;
  /** Error that is allowed beside 4 units of the last place, where something larger cancels, as in PyTorch. */
  readonly error?: number;
  readonly slopeError?: number;
}

const none = { reduction: 'none' } as const;
const eps = 2 ** -23; // between 1 and the next float32
const share = (x: number): boolean => x > 0 && x < 1;
const clipped = (x: number): number => Math.max(-2, Math.min(2, x));
const huber = (x: number): number => (Math.abs(x) <= 2 ? (x * x) / 2 : 2 * Math.abs(x) - 2);

const rows: Readonly<Record<string, Row>> = {
  'bceWithLogits of 0': {
    losses: (x, y) => losses.bceWithLogits(x, y, none),
    value: softplus,
    slope: sigmoid,
  },
  'bceWithLogits of 1': {
    losses: (x, _, y) => losses.bceWithLogits(x, y, none),
    value: (x) => softplus(-x),
    slope: (x) => -sigmoid(-x),
  },
  'bce of 0': {
    losses: (p, y) => losses.bce(p, y, none),
    value: (p) => -Math.log1p(-p),
    slope: (p) => (p < 1e-12 ? p / 1e-12 : 1 / (1 - p)), // limited, as in PyTorch
    domain: share,
  },
  'bce of 1': {
    losses: (p, _, y) => losses.bce(p, y, none),
    value: (p) => -Math.log(p),
    slope: (p) => -1 / Math.max(p, 1e-12),
    domain: share,
  },
  softMargin: {
    losses: (x, _, y) => losses.softMargin(x, y, none),
    value: (x) => softplus(-x),
    slope: (x) => -sigmoid(-x),
  },
  crossEntropy: {
    losses: (x, y) => losses.crossEntropy(x.unsqueeze(-1).mul(tensor([1, 0])), y.cast('int32'), none),
    value: (x) => softplus(-x),
    slope: (x) => -sigmoid(-x),
    error: eps, // of the logarithm of 1 and more
    slopeError: eps,
  },
  mse: { losses: (x, y) => losses.mse(x, y, none), value: (x) => x * x, slope: (x) => 2 * x },
  mae: { losses: (x, y) => losses.mae(x, y, none), value: Math.abs, slope: Math.sign },
  huber: { losses: (x, y) => losses.huber(x, y, { ...none, delta: 2 }), value: huber, slope: clipped },
  smoothL1: {
    losses: (x, y) => losses.smoothL1(x, y, { ...none, beta: 2 }),
    value: (x) => huber(x) / 2,
    slope: (x) => clipped(x) / 2,
  },
  hinge: {
    losses: (x, _, y) => losses.hinge(x, y, none),
    value: (x) => Math.max(0, 1 - x),
    slope: (x) => (x < 1 ? -1 : 0),
    domain: (x) => x !== 1,
  },
  poissonNLL: {
    losses: (x, _, y) => losses.poissonNLL(x, y, none),
    value: (x) => Math.exp(x) - x,
    slope: Math.expm1,
    slopeError: eps, // eˣ - 1
  },
  'gaussianNLL by its variance': {
    losses: (x, zeros, y) => losses.gaussianNLL(zeros, y, x, none),
    value: (v) => (Math.log(v) + 1 / v) / 2,
    slope: (v) => (1 / v - 1 / v / v) / 2,
    domain: (v) => v > 1e-6,
    slopeError: eps, // of 1/v - 1/v² where they are alike
  },
  quantileLoss: {
    losses: (x, y) => losses.quantileLoss(x.unsqueeze(-1), y, { ...none, quantiles: [0.25] }),
    value: (x) => (x > 0 ? 0.75 * x : -0.25 * x),
    slope: (x) => (x > 0 ? 0.75 : -0.25),
  },
  klDivergence: { losses: (x, _, y) => losses.klDivergence(x, y, none), value: (x) => -x, slope: () => -1 },
};

/** From 1e-30 to 1e30 with both signs, close to 1, and densely around 0. */
const values = [
  ...Array.from({ length: 61 }, (_, k) => [1, 1.7, 3.1, 6.3].map((m) => m * 10 ** (k - 30))).flat(),
  ...[0.999, 0.9999999, 1.0001, 15],
  ...Array.from({ length: 55 }, (_, i) => 0.37 * i + 0.01),
]
  .filter((x) => x <= 1.01e30)
  .flatMap((x) => [Math.fround(x), -Math.fround(x)]);

function tooFar(
  actual: ArrayLike<number>,
  xs: readonly number[],
  exact: Real,
  error = 8 * 2 ** -126,
): string[] {
  return xs.flatMap((x, i) => {
    const [got, expected] = [actual[i]!, exact(x)];
    const far = ulps(got, expected);
    return far <= 4 || Math.abs(got - expected) <= error
      ? []
      : [`f(${x}) = ${got}, not ${expected}: ${far} ulps`];
  });
}

forEachBackend(() => {
  for (const [name, row] of Object.entries(rows))
    it(`${name} and its gradient are those of float64, rounded, from 1e-30 to 1e30`, async () => {
      const xs = values.filter(row.domain ?? (() => true));
      const x = tensor(xs, { requiresGrad: true });
      const each = row.losses(x, zerosLike(x), ones([xs.length]));
      each.sum().backward();
      expect(tooFar(await each.data(), xs, row.value, row.error)).toEqual([]);
      expect(tooFar(await x.grad!.data(), xs, row.slope, row.slopeError)).toEqual([]);
    });

  it('bceWithLogits at -15 of 0 is e⁻¹⁵, and so is its gradient', async () => {
    const x = tensor([-15], { requiresGrad: true });
    const loss = losses.bceWithLogits(x, tensor([0]));
    loss.backward();
    expect(ulps(await loss.item(), Math.log1p(Math.exp(-15)))).toBeLessThan(2); // 3.0590227e-7
    expect(ulps(await x.grad!.item(), 1 / (1 + Math.exp(15)))).toBeLessThan(2); // 3.0590222e-7
  });
});
