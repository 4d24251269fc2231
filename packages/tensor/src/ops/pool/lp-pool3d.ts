import { checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { avgPool3d } from './avg-pool3d.js';
import { powerMean } from './lp-pool2d.js';
import { batchShape } from './pool-geometry.js';
import { type Triple, tripleOf } from './window-options.js';

/** Settings of {@link lpPool3d}. */
export interface LpPool3dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: Triple;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
}

const lpPool3dOptions: OptionTable<LpPool3dFunctionOptions> = { stride: 1, ceilMode: false };

/**
 * Power mean of each window of volumes, without the division; see {@link lpPool2d}.
 *
 *     y = (Σ over the window of xᵖ)^(1/p)
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]` → `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`, each size as in {@link lpPool2d}.
 * @param p - The power, other than 0.
 * @throws {@link ShapeError} if x is no volume, or no window fits.
 * @throws {@link ArgumentError} if p is 0, or a size is out of its range.
 * @example
 * await lpPool3d(tensor([[[[3], [0]]], [[[0], [4]]]]), 2, [2, 1, 2]).data(); // => [5]
 */
export function lpPool3d(
  x: TensorLike,
  p: number,
  kernelSize: Triple,
  options: LpPool3dFunctionOptions = {},
): Tensor {
  checkOptions('lpPool3d', options, lpPool3dOptions);
  const input = cast(toTensor('lpPool3d', x), 'float32');
  batchShape('lpPool3d', input.shape, ['N', 'D', 'H', 'W', 'C']);
  const [depth, height, width] = tripleOf('lpPool3d', 'kernelSize', kernelSize, 1);
  const average = (powers: Tensor): Tensor => avgPool3d(powers, kernelSize, options);
  return powerMean('lpPool3d', input, p, depth * height * width, average);
}
