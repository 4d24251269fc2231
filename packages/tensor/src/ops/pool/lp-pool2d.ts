import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { relu } from '../elementwise/arithmetic.js';
import { equal, mul, pow } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { where } from '../elementwise/where.js';
import { avgPool2d } from './avg-pool2d.js';
import { type Pair, pairOf } from './window-options.js';

/** Settings of {@link lpPool2d}. */
export interface LpPool2dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: Pair;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
}

const lpPool2dOptions: OptionTable<LpPool2dFunctionOptions> = { stride: 1, ceilMode: false };

/**
 * Power mean of each window, without the division: the sum of powers, and its root. Where the sum is 0 the result and its
 * derivative are 0; where it is negative, as an odd p may make it, there is no root: NaN, as in PyTorch.
 *
 *     y[n, i, j, c] = (Σ_{a, b} x[n, i·stride + a, j·stride + b, c]^p)^(1/p)
 *
 * As in PyTorch, a window that hangs over the end (`ceilMode`) counts as if it were full of its mean.
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]` → `[N, OH, OW, C]` or `[OH, OW, C]`, OH = ⌊(H - K) / stride⌋ + 1.
 * @throws {@link ShapeError} if x is no image, or no window fits.
 * @throws {@link ArgumentError} if p is 0, or a size is out of its range.
 * @example
 * await lpPool2d(tensor([[[3], [0]], [[0], [4]]]), 2, 2).data(); // => [5]
 */
export function lpPool2d(
  x: TensorLike,
  p: number,
  kernelSize: Pair,
  options: LpPool2dFunctionOptions = {},
): Tensor {
  checkOptions('lpPool2d', options, lpPool2dOptions);
  const input = cast(toTensor('lpPool2d', x), 'float32');
  const [height, width] = pairOf('lpPool2d', 'kernelSize', kernelSize, 1);
  return powerMean('lpPool2d', input, p, height * width, (powers) => avgPool2d(powers, kernelSize, options));
}

/**
 * @internal The root of the sum of powers of each window.
 * @param count - Number of elements of a window.
 * @param average - Mean of each window.
 * @throws {@link ArgumentError} if p is 0.
 */
export function powerMean(
  subject: string,
  x: Tensor,
  p: number,
  count: number,
  average: (powers: Tensor) => Tensor,
): Tensor {
  if (p === 0 || !Number.isFinite(p)) {
    throw new ArgumentError(subject, { expected: 'p other than 0', received: p });
  }
  return scoped(() => {
    const sums = mul(average(pow(x, p)), count);
    const isZero = equal(sums, 0);
    return where(isZero, relu(sums), pow(where(isZero, 1, sums), 1 / p));
  });
}
