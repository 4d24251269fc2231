import { checkOptions, type OptionTable } from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from './cast.js';

/** Tolerances of {@link isClose} and {@link allClose}. */
export interface CloseFunctionOptions {
  /** Tolerance as a share of |b|, default 1e-5. */
  readonly rtol?: number;
  /** Tolerance added to that, default 1e-8. */
  readonly atol?: number;
  /** Whether NaN is close to NaN, default false. */
  readonly equalNaN?: boolean;
}

const closeOptions: OptionTable<CloseFunctionOptions> = { rtol: 1e-5, atol: 1e-8, equalNaN: false };

/**
 * Whether two are equal within a tolerance, element by element; infinities only to themselves.
 *
 *     |a - b| ≤ atol + rtol · |b|
 *
 * Shape: a, b broadcast → their common shape, bool.
 * @param options - `rtol` (default 1e-5), `atol` (default 1e-8), `equalNaN` (default false).
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await isClose(tensor([1, 1]), tensor([1.000001, 1.1])).array(); // => [true, false]
 */
export function isClose(a: TensorLike, b: TensorLike, options: CloseFunctionOptions = {}): Tensor {
  return near('isClose', a, b, options);
}

function near(subject: string, a: TensorLike, b: TensorLike, options: CloseFunctionOptions): Tensor {
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = checkOptions(subject, options, closeOptions);
  return scoped(() => {
    const left = cast(toTensor(subject, a, isTensor(b) ? b : undefined), 'float32');
    const right = cast(toTensor(subject, b, left), 'float32');
    const gap = left.sub(right).abs();
    const isNear = gap.isFinite().logicalAnd(gap.lessEqual(right.abs().mul(rtol).add(atol)));
    const close = left.equal(right).logicalOr(isNear);
    return equalNaN ? close.logicalOr(left.isNaN().logicalAnd(right.isNaN())) : close;
  });
}

/**
 * Whether two are equal within a tolerance everywhere; waits for the device.
 * @param options - As for {@link isClose}.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await allClose(tensor([1, 2]), tensor([1, 2.000001])); // => true
 */
export async function allClose(
  a: TensorLike,
  b: TensorLike,
  options: CloseFunctionOptions = {},
): Promise<boolean> {
  using result = scoped(() => near('allClose', a, b, options).all());
  return (await result.item()) === 1;
}
