import { checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { powerMean } from './lp-pool2d.js';
import { batchShape } from './pool-geometry.js';
import { avgPool1d } from './pool1d.js';

/** Settings of {@link lpPool1d}. */
export interface LpPool1dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: number;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
}

const lpPool1dOptions: OptionTable<LpPool1dFunctionOptions> = { stride: 1, ceilMode: false };

/**
 * Power mean of each window of a sequence, without the division; see {@link lpPool2d}.
 *
 *     y = (Σ over the window of xᵖ)^(1/p)
 *
 * Shape: x `[N, L, C]` or `[L, C]` → `[N, OL, C]` or `[OL, C]`
 * @param p - The power, other than 0.
 * @throws {@link ShapeError} if x is no sequence, or no window fits.
 * @throws {@link ArgumentError} if p is 0, or a size is out of its range.
 * @example
 * await lpPool1d(tensor([[3], [4]]), 2, 2).array(); // => [[5]]
 */
export function lpPool1d(
  x: TensorLike,
  p: number,
  kernelSize: number,
  options: LpPool1dFunctionOptions = {},
): Tensor {
  checkOptions('lpPool1d', options, lpPool1dOptions);
  const input = cast(toTensor('lpPool1d', x), 'float32');
  batchShape('lpPool1d', input.shape, ['N', 'L', 'C']);
  return powerMean('lpPool1d', input, p, kernelSize, (powers) => avgPool1d(powers, kernelSize, options));
}
