import type { Shape } from './shape.js';

/** Zero rows and columns around an image. */
export interface Padding2d {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Geometry of windows on images. Pairs are [height, width]. */
export interface WindowGeometry {
  /** `[N, H, W, C]`. */
  readonly inputShape: Shape;
  /** `[N, OH, OW, O]`; O is C for pooling. */
  readonly outputShape: Shape;
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: Padding2d;
}

/** Geometry of a convolution: channels are split into `groups`, each convolved independently. */
export interface ConvGeometry extends WindowGeometry {
  readonly groups: number;
  /** Whether results may be off by a few millionths of the largest one where that is faster; default false. */
  readonly fastMath?: boolean | undefined;
}

/** Geometry of pooling. */
export interface PoolGeometry extends WindowGeometry {
  /** Whether an average divides by the full window size where the window extends beyond the image. */
  readonly countPadding: boolean;
}

/**
 * Number of window positions along an axis.
 *
 *     out = ⌊(size + before + after - dilation · (kernel - 1) - 1) / stride⌋ + 1
 *
 * @example
 * windowCount({ size: 28, kernel: 3, stride: 1, dilation: 1, before: 0, after: 0 }); // => 26
 */
export function windowCount(axis: {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}): number {
  const span = axis.dilation * (axis.kernel - 1) + 1;
  return Math.floor((axis.size + axis.before + axis.after - span) / axis.stride) + 1;
}
