import { checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { avgPoolBatch, checkDivisor } from './avg-pool2d.js';
import { batchShape, checkPadding } from './pool-geometry.js';
import { countWindows, type Triple, tripleOf } from './window-options.js';

/** Settings of {@link avgPool3d}. */
export interface AvgPool3dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: Triple;
  /** Zeros around the volume, at most half the kernel, default 0. */
  readonly padding?: Triple;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
  /** Whether the padding's zeros are averaged too, default true. */
  readonly countIncludePad?: boolean;
  /** Divisor of the sums, instead of the number of elements. */
  readonly divisorOverride?: number;
}

const avgPool3dOptions: OptionTable<AvgPool3dFunctionOptions> = {
  stride: 1,
  padding: 0,
  ceilMode: false,
  countIncludePad: true,
  divisorOverride: 1,
};

/**
 * Mean of each window of volumes: of each image, then over the depths.
 *
 *     y[n, p, c] = (1 / K³) Σ_u x[n, p·stride + u - pad, c]        positions p and u with three axes
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]` → `[N, OD, OH, OW, C]` or `[OD, OH, OW, C]`, each size as in {@link avgPool2d}.
 * @throws {@link ShapeError} if x is no volume, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await avgPool3d(tensor([[[[1], [2]]], [[[3], [4]]]]), [2, 1, 2]).data(); // => [2.5]
 */
export function avgPool3d(x: TensorLike, kernelSize: Triple, options: AvgPool3dFunctionOptions = {}): Tensor {
  const subject = 'avgPool3d';
  checkOptions(subject, options, avgPool3dOptions);
  const input = cast(toTensor(subject, x), 'float32');
  const shape = batchShape(subject, input.shape, ['N', 'D', 'H', 'W', 'C']);
  const { ceilMode = false, countIncludePad = true, divisorOverride } = options;
  const kernel = tripleOf(subject, 'kernelSize', kernelSize, 1);
  const stride = tripleOf(subject, 'stride', options.stride ?? kernel, 1);
  const padding = tripleOf(subject, 'padding', options.padding ?? 0, 0);
  checkPadding(subject, padding, kernel);
  checkDivisor(subject, divisorOverride);
  kernel.forEach((size, axis) => {
    const [before, after] = [padding[axis]!, padding[axis]!];
    const window = { kernel: size, stride: stride[axis]!, dilation: 1, before, after };
    countWindows(subject, { ...window, size: shape[axis + 1]! }, input.shape);
  });
  const [batch, depth, height, width, channels] = shape as [number, number, number, number, number];
  const settings = { ceilMode, countIncludePad };
  const [first, rows, columns] = kernel;
  return scoped(() => {
    const images = avgPoolBatch(
      subject,
      reshape(input, [batch * depth, height, width, channels]),
      [rows, columns],
      {
        ...settings,
        stride: [stride[1], stride[2]],
        padding: [padding[1], padding[2]],
        ...(divisorOverride !== undefined && { divisorOverride }),
      },
      input.shape,
    ); // [N · D, OH, OW, C]
    const [, outRows, outColumns] = images.shape as [number, number, number];
    const y = avgPoolBatch(
      subject,
      reshape(images, [batch, depth, outRows * outColumns, channels]),
      [first, 1],
      {
        ...settings,
        stride: [stride[0], 1],
        padding: [padding[0], 0],
        ...(divisorOverride !== undefined && { divisorOverride: 1 }),
      },
      input.shape,
    ); // [N, OD, OH · OW, C]
    const sizes = [y.shape[1]!, outRows, outColumns, channels];
    return reshape(y, input.ndim === 5 ? [batch, ...sizes] : sizes);
  });
}
