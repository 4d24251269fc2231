import {
  checkOptions,
  type DType,
  describeShape,
  type OptionTable,
  type ReduceOp,
  resolveAxes,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { broadcastTo } from '../shape/broadcast-to.js';

/** Settings of reductions. */
export interface ReduceFunctionOptions {
  /** The axis or axes to reduce, default all; negative ones count from the end. */
  readonly axis?: number | readonly number[];
  /** Whether reduced axes stay, with size 1, default false. */
  readonly keepDims?: boolean;
}

/** @internal */
export const reduceOptions: OptionTable<ReduceFunctionOptions> = { axis: 0, keepDims: false };

/** A reduction over axes. */
export type ReduceFunction = (x: TensorLike, options?: ReduceFunctionOptions) => Tensor;

/** @internal Resolved settings of one reduction. */
export interface Reduction {
  readonly axes: readonly number[];
  /** The input's shape. */
  readonly from: Shape;
  /** The input's shape with reduced axes of size 1. */
  readonly kept: Shape;
  /** The result's shape. */
  readonly shape: Shape;
  /** Number of elements that go into one. */
  readonly count: number;
}

/** @internal Computes axes and shapes. Throws a `ShapeError` if an axis isn't there. */
export function resolveReduction(subject: string, from: Shape, options: ReduceFunctionOptions): Reduction {
  const axes = resolveAxes(subject, options.axis, from.length);
  const kept = from.map((size, i) => (axes.includes(i) ? 1 : size));
  const shape = options.keepDims ? kept : from.filter((_, i) => !axes.includes(i));
  const count = axes.reduce((product, axis) => product * from[axis]!, 1);
  return { axes, from, kept, shape, count };
}

/** ∂L/∂x of a reduction; `grad` and `y` have axes of size 1 in place of the reduced ones. */
interface ReduceDerivative {
  readonly saves?: 'both';
  backward(grad: Tensor, reduction: Reduction, x: Tensor, y: Tensor): Tensor;
}

function reduce(op: ReduceOp, dtype: (given: DType) => DType, derivative?: ReduceDerivative): ReduceFunction {
  const reduceOp = defineOp<readonly [Tensor], Reduction>({
    name: op,
    forward(kernels, [x], { axes, shape }) {
      const output = { ...(axes.length > 0 ? kernels.reduce(op, x, axes) : kernels.copy(x)), shape };
      return derivative?.saves ? { output, saved: [x, output] } : { output };
    },
    ...(derivative && {
      backward: (saved, grad, reduction) => {
        const [x, y] = saved as [Tensor, Tensor]; // nothing when the derivative doesn't ask
        return [derivative.backward(grad.reshape(reduction.kept), reduction, x, y?.reshape(reduction.kept))];
      },
    }),
  });
  return (x, options = {}) => {
    checkOptions(op, options, reduceOptions);
    const input = toTensor(op, x);
    const reduction = resolveReduction(op, input.shape, options);
    if (reduction.count === 0 && (op === 'max' || op === 'min')) throw nothingIn(op, reduction);
    return reduceOp([cast(input, dtype(input.dtype))], reduction);
  };
}

const nothingIn = (op: string, { axes, from }: Reduction): ShapeError =>
  new ShapeError(op, {
    expected: 'axes of at least one element',
    received: 'none',
    where: `x has shape ${describeShape(from)}, axes ${describeShape(axes)}`,
  });

const numeric = (given: DType): DType => (given === 'bool' ? 'int32' : given);

/**
 * Sum over axes; 0 for no values.
 *
 *     y = Σ x_i        ∂y/∂x_i = 1
 *
 * Shape: x `[...]` → without the reduced axes.
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await sum(tensor([[1, 2], [3, 4]]), { axis: 0 }).data(); // => [4, 6]
 */
export const sum: ReduceFunction = reduce('sum', numeric, {
  backward: (grad, { from }) => broadcastTo(grad, from),
});

/**
 * Mean over axes; NaN for no values.
 *
 *     y = (1/n) Σ x_i        ∂y/∂x_i = 1/n
 *
 * Shape: x `[...]` → without the reduced axes, float32.
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await mean(tensor([[1, 2], [3, 4]]), { axis: -1 }).data(); // => [1.5, 3.5]
 */
export const mean: ReduceFunction = reduce('mean', () => 'float32', {
  backward: (grad, { from, count }) => broadcastTo(grad.div(count), from),
});

/** Extremes that tie share the gradient evenly. */
const shareAmongExtremes: ReduceDerivative = {
  saves: 'both',
  backward(grad, { axes }, x, y) {
    const hit = x.equal(y).cast('float32');
    return hit.mul(grad.div(hit.sum({ axis: axes, keepDims: true })));
  },
};

/**
 * Largest value over axes; NaN if one is. Ties share the gradient evenly.
 *
 * Shape: x `[...]` → without the reduced axes.
 * @throws {@link ShapeError} if an axis isn't there, or there are no values to reduce.
 * @example
 * await max(tensor([[1, 5], [3, 4]]), { axis: 1 }).data(); // => [5, 4]
 */
export const max: ReduceFunction = reduce('max', numeric, shareAmongExtremes);

/**
 * Smallest value over axes; NaN if one is. Ties share the gradient evenly.
 *
 * Shape: x `[...]` → without the reduced axes.
 * @throws {@link ShapeError} if an axis isn't there, or there are no values to reduce.
 * @example
 * await min(tensor([[1, 5], [3, 4]]), { axis: 1 }).data(); // => [1, 3]
 */
export const min: ReduceFunction = reduce('min', numeric, shareAmongExtremes);

/**
 * Whether all values over axes are true; true for no values.
 *
 * Shape: x `[...]` → without the reduced axes, bool.
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await all(tensor([[1, 0], [1, 1]]), { axis: 1 }).array(); // => [false, true]
 */
export const all: ReduceFunction = reduce('all', () => 'bool');

/**
 * Whether any value over axes is true; false for no values.
 *
 * Shape: x `[...]` → without the reduced axes, bool.
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await any(tensor([[0, 0], [0, 1]]), { axis: 1 }).array(); // => [false, true]
 */
export const any: ReduceFunction = reduce('any', () => 'bool');
