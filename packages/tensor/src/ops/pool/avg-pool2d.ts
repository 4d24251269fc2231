import {
  ArgumentError,
  checkOptions,
  type OptionTable,
  type PoolGeometry,
  type Shape,
} from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { mul } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { batchShape, poolGeometry } from './pool-geometry.js';
import { type Padding, type Pair, sidesOf } from './window-options.js';

// Two linear operations that are each other's derivative.

const avgPoolOp: Op<readonly [Tensor], PoolGeometry> = defineOp({
  name: 'avgPool2d',
  forward: (kernels, [x], geometry) => ({ output: kernels.avgPool2d(x, geometry) }),
  backward: (_saved, grad, geometry) => [avgPoolAdjointOp([grad], geometry)],
});

const avgPoolAdjointOp: Op<readonly [Tensor], PoolGeometry> = defineOp({
  name: 'avgPool2dGrad',
  forward: (kernels, [y], geometry) => ({ output: kernels.avgPool2dGrad(y, geometry) }),
  backward: (_saved, grad, geometry) => [avgPoolOp([grad], geometry)],
});

/** Settings of {@link avgPool2d}. */
export interface AvgPool2dFunctionOptions {
  /** Steps between windows, default the kernel size. */
  readonly stride?: Pair;
  /** Zeros around the image, at most half the kernel, default 0. */
  readonly padding?: Padding;
  /** Whether a last window that is only partly inside counts too, default false. */
  readonly ceilMode?: boolean;
  /** Whether the padding's zeros are averaged too, default true. */
  readonly countIncludePad?: boolean;
  /** Divisor of the sums, instead of the number of elements. */
  readonly divisorOverride?: number;
}

const avgPool2dOptions: OptionTable<AvgPool2dFunctionOptions> = {
  stride: 1,
  padding: 0,
  ceilMode: false,
  countIncludePad: true,
  divisorOverride: 1,
};

/**
 * Mean of each window.
 *
 *     y[n, i, j, c] = (1 / K²) Σ_{a, b} x[n, i·stride + a - pad, j·stride + b - pad, c]
 *
 * Shape: x `[N, H, W, C]` or `[H, W, C]` → `[N, OH, OW, C]` or `[OH, OW, C]`, OH = ⌊(H + 2 · padding - K) / stride⌋ + 1.
 * @throws {@link ShapeError} if x is no image, or no window fits.
 * @throws {@link ArgumentError} if a size is out of its range.
 * @example
 * await avgPool2d(tensor([[[1], [2]], [[3], [4]]]), 2).data(); // => [2.5]
 */
export function avgPool2d(x: TensorLike, kernelSize: Pair, options: AvgPool2dFunctionOptions = {}): Tensor {
  checkOptions('avgPool2d', options, avgPool2dOptions);
  const input = cast(toTensor('avgPool2d', x), 'float32');
  const shape = batchShape('avgPool2d', input.shape, ['N', 'H', 'W', 'C']);
  return scoped(() => {
    const y = avgPoolBatch('avgPool2d', reshape(input, shape), kernelSize, options, input.shape);
    return input.ndim === 4 ? y : reshape(y, y.shape.slice(1));
  });
}

/**
 * @internal Average pooling of a batch of images.
 * @param given - The shape that error messages name.
 */
export function avgPoolBatch(
  subject: string,
  x: Tensor,
  kernelSize: Pair,
  options: AvgPool2dFunctionOptions,
  given: Shape,
): Tensor {
  const { countIncludePad = true, divisorOverride } = options;
  checkDivisor(subject, divisorOverride);
  const countPadding = countIncludePad || divisorOverride !== undefined;
  const geometry = { ...poolGeometry(subject, x.shape, kernelSize, options, given), countPadding };
  const y = avgPoolOp([x], geometry);
  const [rows, columns] = geometry.kernelSize;
  if (divisorOverride !== undefined) return mul(y, (rows * columns) / divisorOverride);
  return countIncludePad ? countClipped(y, geometry, sidesOf(subject, options.padding ?? 0)) : y;
}

/** @internal Throws an {@link ArgumentError} if sums are to be divided by 0 or no number. */
export function checkDivisor(subject: string, divisor: number | undefined): void {
  if (divisor === undefined || (divisor !== 0 && Number.isFinite(divisor))) return;
  throw new ArgumentError(subject, { expected: 'divisorOverride other than 0', received: divisor });
}

/** Windows that hang over the padding (ceilMode) are divided by the number of their elements that don't. */
function countClipped(y: Tensor, geometry: PoolGeometry, sides: ReturnType<typeof sidesOf>): Tensor {
  const { padding, kernelSize, stride, inputShape, outputShape } = geometry;
  const [[, bottom], [, right]] = sides;
  if (padding.bottom <= bottom && padding.right <= right) return y;
  const covered = (axis: 0 | 1): number[] =>
    Array.from({ length: outputShape[axis + 1]! }, (_, i) => {
      const start = i * stride[axis] - sides[axis][0];
      return Math.min(start + kernelSize[axis], inputShape[axis + 1]! + sides[axis][1]) - start;
    });
  const [rows, columns] = [covered(0), covered(1)];
  const whole = kernelSize[0] * kernelSize[1];
  const factors = rows.flatMap((row) => columns.map((column) => whole / (row * column)));
  return mul(y, tensor(factors, { shape: [1, rows.length, columns.length, 1], backend: y.backend }));
}
