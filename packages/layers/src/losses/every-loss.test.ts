import type { Shape } from '@neurona/backend';
import { Generator, gradcheck, ones, randn, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  bce,
  bceWithLogits,
  cosineEmbedding,
  crossEntropy,
  gaussianNLL,
  hinge,
  hingeEmbedding,
  huber,
  klDivergence,
  type LossOptions,
  mae,
  marginRanking,
  mse,
  multilabelSoftMargin,
  multiMargin,
  nll,
  poissonNLL,
  quantileLoss,
  smoothL1,
  softMargin,
  tripletMargin,
} from '../index.js';

/** A loss of the tensors that learn, with its targets drawn inside, and the shapes of both. */
interface Row {
  readonly inputs: readonly Shape[];
  readonly targets: () => Tensor;
  readonly loss: (learned: readonly Tensor[], targets: Tensor, options?: LossOptions) => Tensor;
  /** Shape without reduction. */
  readonly shape: Shape;
}

const classes = (shape: Shape): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 2 + 1) % 3),
    { dtype: 'int32' },
  ).reshape(shape);
const signs = (count: number): Tensor =>
  tensor(Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 1 : -1)));
const zeroOne = (): Tensor =>
  tensor([
    [0, 1],
    [1, 0.5],
    [1, 0],
  ]);
const numbers = (): Tensor =>
  tensor([
    [3, -4],
    [5, 0.2],
    [-6, 4],
  ]);
const weight = (): Tensor => tensor([0.5, 2, 1]);

const two = [3, 2] as const;
const rows: Record<string, Row> = {
  mse: { inputs: [two], targets: numbers, loss: ([x], y, o) => mse(x!, y, o), shape: two },
  mae: { inputs: [two], targets: numbers, loss: ([x], y, o) => mae(x!, y, o), shape: two },
  huber: {
    inputs: [two],
    targets: numbers,
    loss: ([x], y, o) => huber(x!, y, { delta: 2, ...o }),
    shape: two,
  },
  smoothL1: { inputs: [two], targets: numbers, loss: ([x], y, o) => smoothL1(x!, y, o), shape: two },
  crossEntropy: {
    inputs: [[2, 2, 3]],
    targets: () => classes([2, 2]),
    loss: ([x], y, o) => crossEntropy(x!, y, { weight: weight(), ignoreIndex: 0, labelSmoothing: 0.2, ...o }),
    shape: [2, 2],
  },
  'crossEntropy of probabilities': {
    inputs: [[2, 3]],
    targets: () =>
      tensor([
        [0.2, 0.3, 0.5],
        [1, 0, 0],
      ]),
    loss: ([x], y, o) => crossEntropy(x!, y, { weight: weight(), labelSmoothing: 0.1, ...o }),
    shape: [2],
  },
  nll: {
    inputs: [[4, 3]],
    targets: () => classes([4]),
    loss: ([x], y, o) => nll(x!, y, { weight: weight(), ignoreIndex: 2, ...o }),
    shape: [4],
  },
  bce: {
    inputs: [two],
    targets: zeroOne,
    loss: ([x], y, o) => bce(x!.sigmoid(), y, { weight: tensor([1, 3]), ...o }),
    shape: two,
  },
  bceWithLogits: {
    inputs: [two],
    targets: zeroOne,
    loss: ([x], y, o) => bceWithLogits(x!, y, { posWeight: tensor([4, 1]), ...o }),
    shape: two,
  },
  klDivergence: { inputs: [two], targets: zeroOne, loss: ([x], y, o) => klDivergence(x!, y, o), shape: two },
  hinge: {
    inputs: [[5]],
    targets: () => signs(5),
    loss: ([x], y, o) => hinge(x!, y, { margin: 9, ...o }),
    shape: [5],
  },
  hingeEmbedding: {
    inputs: [[5]],
    targets: () => signs(5),
    loss: ([x], y, o) => hingeEmbedding(x!, y, { margin: 9, ...o }),
    shape: [5],
  },
  softMargin: {
    inputs: [[5]],
    targets: () => signs(5),
    loss: ([x], y, o) => softMargin(x!, y, o),
    shape: [5],
  },
  marginRanking: {
    inputs: [[5], [5]],
    targets: () => signs(5),
    loss: ([a, b], y, o) => marginRanking(a!, b!, y, { margin: 15, ...o }),
    shape: [5],
  },
  multiMargin: {
    inputs: [[4, 3]],
    targets: () => classes([4]),
    loss: ([x], y, o) => multiMargin(x!, y, { margin: 9, p: 2, weight: weight(), ...o }),
    shape: [4],
  },
  multilabelSoftMargin: {
    inputs: [two],
    targets: zeroOne,
    loss: ([x], y, o) => multilabelSoftMargin(x!, y, { weight: tensor([1, 3]), ...o }),
    shape: [3],
  },
  cosineEmbedding: {
    inputs: [
      [4, 3],
      [4, 3],
    ],
    targets: () => signs(4),
    loss: ([a, b], y, o) => cosineEmbedding(a!, b!, y, { margin: -2, ...o }),
    shape: [4],
  },
  tripletMargin: {
    inputs: [
      [4, 3],
      [4, 3],
    ],
    targets: () => ones([4, 3]),
    loss: ([a, b], y, o) => tripletMargin(a!, b!, y, { margin: 9, ...o }),
    shape: [4],
  },
  poissonNLL: {
    inputs: [two],
    targets: () =>
      tensor([
        [0, 1],
        [2, 3],
        [4, 0],
      ]),
    loss: ([x], y, o) => poissonNLL(x!, y, { full: true, ...o }),
    shape: two,
  },
  quantileLoss: {
    inputs: [two],
    targets: () => tensor([3, -4, 0.2]),
    loss: ([x], y, o) => quantileLoss(x!, y, { quantiles: [0.1, 0.7], weight: tensor([1, 2, 3]), ...o }),
    shape: two,
  },
  gaussianNLL: {
    inputs: [two, two],
    targets: numbers,
    loss: ([x, v], y, o) => gaussianNLL(x!, y, v!.exp(), { full: true, ...o }),
    shape: two,
  },
};

describe.each(Object.entries(rows))('%s', (_name, row) => {
  forEachBackend((backendName) => {
    const draw = (): Tensor[] => {
      const rng = new Generator(11);
      return row.inputs.map((shape) => randn(shape, { rng, requiresGrad: true }));
    };

    it('has the slopes that differences give, for each reduction', async () => {
      const inputs = draw();
      const reductions = backendName === 'webgpu' ? (['mean'] as const) : (['mean', 'sum', 'none'] as const);
      for (const reduction of reductions) {
        await gradcheck((...xs) => row.loss(xs, row.targets(), { reduction }), inputs, { directions: 2 });
      }
      for (const input of inputs) input.dispose();
    });

    it('sums up to its parts, and leaves nothing behind', async () => {
      const before = liveMemory();
      const inputs = draw();
      const [each, sum] = scoped(() => [
        row.loss(inputs, row.targets(), { reduction: 'none' }),
        row.loss(inputs, row.targets(), { reduction: 'sum' }),
      ]) as [Tensor, Tensor];
      expect(each.shape).toEqual(row.shape);
      expect(sum.shape).toEqual([]);
      const total = Array.from(await each.data()).reduce((a, b) => a + b, 0);
      expectClose(await sum.item(), total, { rtol: 1e-4, atol: 1e-5 });
      scoped(() => row.loss(inputs, row.targets()).backward());
      for (const item of [...inputs, each, sum]) item.dispose();
      expect(liveMemory()).toEqual(before);
    });
  });
});
