import {
  checkOptions,
  describeShape,
  type OptionTable,
  resolveAxis,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { defineMultiOp, defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { arange } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';

/** Settings of {@link argmax} and {@link argmin}. */
export interface ArgReduceFunctionOptions {
  /** The axis to search, default all as one. */
  readonly axis?: number;
  /** Whether the axis stays, with size 1, default false. */
  readonly keepDims?: boolean;
}

/** Settings of {@link maxWithIndex} and {@link minWithIndex}. */
export interface ExtremeFunctionOptions {
  /** The axis to search, default the last. */
  readonly axis?: number;
  /** Whether the axis stays, with size 1, default false. */
  readonly keepDims?: boolean;
}

const searchOptions: OptionTable<ArgReduceFunctionOptions & ExtremeFunctionOptions> = {
  axis: -1,
  keepDims: false,
};

/** Values and their indices. */
export interface ValuesWithIndices {
  readonly values: Tensor;
  /** Indices along the axis, int32. */
  readonly indices: Tensor;
}

interface Search {
  readonly kind: 'argmax' | 'argmin';
  readonly axis: number;
  readonly shape: Shape;
}

function resolveSearch(
  subject: string,
  kind: Search['kind'],
  x: Tensor,
  axis: number,
  keepDims = false,
): Search {
  const resolved = resolveAxis(subject, axis, x.ndim);
  if (x.shape[resolved] === 0) {
    throw new ShapeError(subject, {
      expected: 'an axis of at least one element',
      received: 'one of none',
      where: `x has shape ${describeShape(x.shape)}, axis ${resolved}`,
    });
  }
  const shape = x.shape.flatMap((size, i) => (i !== resolved ? size : keepDims ? 1 : []));
  return { kind, axis: resolved, shape };
}

const numeric = (x: Tensor): Tensor => (x.dtype === 'bool' ? cast(x, 'int32') : x);

const argReduceOp = defineOp<readonly [Tensor], Search>({
  name: 'argReduce',
  forward: (kernels, [x], { kind, axis, shape }) => ({
    output: { ...kernels.argReduce(kind, x, axis), shape },
  }),
});

function argReduce(kind: Search['kind'], x: TensorLike, options: ArgReduceFunctionOptions): Tensor {
  const { axis, keepDims = false } = checkOptions(kind, options, searchOptions);
  const input = numeric(toTensor(kind, x));
  if (axis !== undefined) return argReduceOp([input], resolveSearch(kind, kind, input, axis, keepDims));
  const flat = input.reshape([input.size]);
  const search = resolveSearch(kind, kind, flat, 0);
  return argReduceOp([flat], { ...search, shape: keepDims ? input.shape.map(() => 1) : [] });
}

/**
 * Index of the largest value along an axis: the first of equals; NaN counts as largest.
 *
 * Shape: x `[..., C, ...]` → `[..., ...]`, int32; without an axis, the index in row-major order, a scalar.
 * @param options - `axis` (default all), `keepDims` (default false).
 * @throws {@link ShapeError} if the axis isn't there or is empty.
 * @example
 * await argmax(tensor([[1, 5], [4, 3]]), { axis: 1 }).data(); // => [1, 0]
 */
export const argmax = (x: TensorLike, options: ArgReduceFunctionOptions = {}): Tensor =>
  argReduce('argmax', x, options);

/**
 * Index of the smallest value along an axis: the first of equals; NaN counts as smallest.
 *
 * Shape: x `[..., C, ...]` → `[..., ...]`, int32; without an axis, the index in row-major order, a scalar.
 * @param options - `axis` (default all), `keepDims` (default false).
 * @throws {@link ShapeError} if the axis isn't there or is empty.
 * @example
 * await argmin(tensor([[1, 5], [4, 3]]), { axis: 1 }).data(); // => [0, 1]
 */
export const argmin = (x: TensorLike, options: ArgReduceFunctionOptions = {}): Tensor =>
  argReduce('argmin', x, options);

const extremeOp = defineMultiOp<readonly [Tensor], Search & { readonly from: Shape }>({
  name: 'extremeWithIndex',
  forward(kernels, [x], { kind, axis, shape }) {
    const indices = { ...kernels.argReduce(kind, x, axis), shape };
    const values = { ...kernels.reduce(kind === 'argmax' ? 'max' : 'min', x, [axis]), shape };
    return { outputs: [values, indices], saved: [indices] };
  },
  backward([indices], [grad], { axis, from }) {
    const kept = from.with(axis, 1);
    const places = arange(from[axis]!, undefined, 1, { dtype: 'int32', backend: grad!.backend });
    const hit = places.reshape([-1, ...from.slice(axis + 1).map(() => 1)]).equal(indices!.reshape(kept));
    return [hit.where(grad!.reshape(kept), 0)];
  },
});

function extreme(
  subject: string,
  kind: Search['kind'],
  x: TensorLike,
  options: ExtremeFunctionOptions,
): ValuesWithIndices {
  const { axis = -1, keepDims = false } = checkOptions(subject, options, searchOptions);
  const input = numeric(toTensor(subject, x));
  const search = resolveSearch(subject, kind, input, axis, keepDims);
  const [values, indices] = extremeOp([input], { ...search, from: input.shape }) as [Tensor, Tensor];
  return { values, indices };
}

/**
 * Largest values along an axis and their indices: the first of equals; NaN counts as largest. The gradient goes to the index.
 *
 * Shape: x `[..., C, ...]` → both `[..., ...]`.
 * @param options - `axis` (default the last), `keepDims` (default false).
 * @throws {@link ShapeError} if the axis isn't there or is empty.
 * @example
 * const { values, indices } = maxWithIndex(tensor([[1, 5], [4, 3]]), { axis: 1 });
 * await values.data(); // => [5, 4]
 * await indices.data(); // => [1, 0]
 */
export const maxWithIndex = (x: TensorLike, options: ExtremeFunctionOptions = {}): ValuesWithIndices =>
  extreme('maxWithIndex', 'argmax', x, options);

/**
 * Smallest values along an axis and their indices: the first of equals; NaN counts as smallest. The gradient goes to the index.
 *
 * Shape: x `[..., C, ...]` → both `[..., ...]`.
 * @param options - `axis` (default the last), `keepDims` (default false).
 * @throws {@link ShapeError} if the axis isn't there or is empty.
 * @example
 * const { values, indices } = minWithIndex(tensor([[1, 5], [4, 3]]), { axis: 1 });
 * await values.data(); // => [1, 3]
 * await indices.data(); // => [0, 1]
 */
export const minWithIndex = (x: TensorLike, options: ExtremeFunctionOptions = {}): ValuesWithIndices =>
  extreme('minWithIndex', 'argmin', x, options);
