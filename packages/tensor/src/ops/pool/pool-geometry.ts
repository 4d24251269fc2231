// internal
import {
  ArgumentError,
  describeShape,
  type PoolGeometry,
  type Shape,
  ShapeError,
  windowCount,
} from '@neurona/backend';
import { countWindows, type Padding, type Pair, pairOf, type Sides, sidesOf } from './window-options.js';

/** Settings that all pooling has. */
export interface WindowOptions {
  readonly stride?: Pair | undefined;
  readonly padding?: Padding | undefined;
  readonly dilation?: Pair | undefined;
  readonly ceilMode?: boolean | undefined;
}

/**
 * How the windows of pooling lie on `[N, H, W, C]`.
 * @param given - The shape that error messages name.
 * @throws {@link ShapeError} if no window fits.
 * @throws {@link ArgumentError} if a size is out of its range, or padding is over half the kernel.
 */
export function poolGeometry(
  subject: string,
  inputShape: Shape,
  kernelSize: Pair,
  options: WindowOptions,
  given: Shape = inputShape,
): PoolGeometry {
  const { padding = 0, ceilMode = false } = options;
  const [batch, height, width, channels] = inputShape as [number, number, number, number];
  const kernel = pairOf(subject, 'kernelSize', kernelSize, 1);
  const stride = pairOf(subject, 'stride', options.stride ?? kernel, 1);
  const dilation = pairOf(subject, 'dilation', options.dilation ?? 1, 1);
  const sides = sidesOf(subject, padding);
  checkPadding(
    subject,
    sides.map(([before, after]) => Math.max(before, after)),
    kernel,
  );
  const along = (axis: 0 | 1, size: number) => {
    const [before, after] = sides[axis];
    const window = {
      size,
      kernel: kernel[axis],
      stride: stride[axis],
      dilation: dilation[axis],
      before,
      after,
    };
    if (!ceilMode) return { count: countWindows(subject, window, given), sides: [before, after] as Sides };
    const ceiled = countWindows(subject, { ...window, after: after + stride[axis] - 1 }, given);
    return withLeftover(window, ceiled);
  };
  const [rows, columns] = [along(0, height), along(1, width)];
  return {
    inputShape,
    outputShape: [batch, rows.count, columns.count, channels],
    kernelSize: kernel,
    stride,
    dilation,
    padding: { top: rows.sides[0], bottom: rows.sides[1], left: columns.sides[0], right: columns.sides[1] },
    countPadding: true,
  };
}

/**
 * Checks that no window lies in the padding alone.
 * @param padding - The larger side of each axis.
 * @throws {@link ArgumentError} if padding is over half the kernel.
 */
export function checkPadding(subject: string, padding: readonly number[], kernel: readonly number[]): void {
  padding.forEach((most, axis) => {
    if (most * 2 <= kernel[axis]!) return;
    throw new ArgumentError(subject, {
      expected: 'padding of at most half the kernel',
      received: most,
      where: `kernelSize ${describeShape(kernel)}`,
    });
  });
}

/** With ceilMode, a last window that starts inside of the image or the padding before it, and hangs over the end. */
function withLeftover(
  window: { size: number; kernel: number; stride: number; dilation: number; before: number; after: number },
  ceiled: number,
): { count: number; sides: Sides } {
  const { size, stride, before } = window;
  const count = (ceiled - 1) * stride >= size + before ? ceiled - 1 : ceiled;
  if (count === windowCount(window)) return { count, sides: [before, window.after] };
  const end = (count - 1) * stride + window.dilation * (window.kernel - 1) + 1;
  return { count, sides: [before, end - size - before] };
}

/**
 * The shape of a batch of images, with an axis in front for a single one.
 * @throws {@link ShapeError} if it is neither.
 */
export function batchShape(subject: string, shape: Shape, layout: readonly string[]): Shape {
  if (shape.length === layout.length) return shape;
  if (shape.length === layout.length - 1) return [1, ...shape];
  throw new ShapeError(subject, {
    expected: `x [${layout.join(', ')}] or [${layout.slice(1).join(', ')}]`,
    received: describeShape(shape),
  });
}
