// internal
import { type DeviceArray, sizeOf, type WindowGeometry } from '@neurona/backend';
import { pad } from './kernels/pad.js';
import { slice } from './kernels/slice.js';
import type { TfjsRuntime } from './runtime.js';

/** Positions within a kernel, `[row, column]` each, row by row. */
export function kernelPlaces({ kernelSize: [height, width] }: WindowGeometry): [number, number][] {
  return Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width]);
}

/** Puts padding around images `[N, H, W, C]`, and takes away what no window reaches. */
export function padImages(
  t: TfjsRuntime,
  x: DeviceArray,
  geometry: WindowGeometry,
  value: number,
): DeviceArray {
  const { top, bottom, left, right } = geometry.padding;
  return pad(t)(
    x,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    value,
  );
}

/** What every window has at one place of the kernel: padded images → `[N, OH, OW, C]`. */
export function atPlace(
  t: TfjsRuntime,
  padded: DeviceArray,
  geometry: WindowGeometry,
  [row, column]: readonly [number, number],
): DeviceArray {
  const [, height, width] = geometry.outputShape as [number, number, number];
  const { stride, dilation } = geometry;
  return slice(t)(
    padded,
    [0, row * dilation[0], column * dilation[1], 0],
    [padded.shape[0]!, height, width, padded.shape[3]!],
    [1, stride[0], stride[1], 1],
  );
}

/** The transpose of {@link atPlace} and {@link padImages}: `[N, OH, OW, C]` → images, zero elsewhere. */
export function intoPlace(
  t: TfjsRuntime,
  patch: DeviceArray,
  geometry: WindowGeometry,
  [row, column]: readonly [number, number],
): DeviceArray {
  const [, height, width] = geometry.inputShape as [number, number, number];
  const { stride, dilation, padding } = geometry;
  const spread = spreadApart(t, patch, stride);
  const above = row * dilation[0];
  const before = column * dilation[1];
  const rest = [
    height + padding.top + padding.bottom - above - spread.shape[1]!,
    width + padding.left + padding.right - before - spread.shape[2]!,
  ] as const;
  const padded = pad(t)(
    spread,
    [
      [0, 0],
      [above, rest[0]],
      [before, rest[1]],
      [0, 0],
    ],
    0,
  );
  return slice(t)(
    padded,
    [0, padding.top, padding.left, 0],
    [patch.shape[0]!, height, width, patch.shape[3]!],
    [1, 1, 1, 1],
  );
}

/** Puts `step - 1` zero rows and columns between those of images: `[N, H, W, C]` → `[N, (H - 1) · step + 1, …, C]`. */
export function spreadApart(t: TfjsRuntime, x: DeviceArray, step: readonly [number, number]): DeviceArray {
  if ((step[0] === 1 && step[1] === 1) || sizeOf(x.shape) === 0) return t.copy(x);
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const columns = pad(t)(
    t.view(x, [count * height, width, 1, channels]),
    [
      [0, 0],
      [0, 0],
      [0, step[1] - 1],
      [0, 0],
    ],
    0,
  );
  const rows = pad(t)(
    t.view(columns, [count, height, 1, width * step[1] * channels]),
    [
      [0, 0],
      [0, 0],
      [0, step[0] - 1],
      [0, 0],
    ],
    0,
  );
  return slice(t)(
    t.view(rows, [count, height * step[0], width * step[1], channels]),
    [0, 0, 0, 0],
    [count, (height - 1) * step[0] + 1, (width - 1) * step[1] + 1, channels],
    [1, 1, 1, 1],
  );
}

/**
 * For one place of the kernel, the place h · W + w in the image that each window has there, or -1 in the padding:
 * `[OH · OW]`.
 */
export function imagePlaces(geometry: WindowGeometry, [row, column]: readonly [number, number]): Int32Array {
  const { inputShape, outputShape, stride, dilation, padding } = geometry;
  const [, height, width] = inputShape as [number, number, number];
  const [, outHeight, outWidth] = outputShape as [number, number, number];
  const places = new Int32Array(outHeight * outWidth);
  for (let i = 0; i < outHeight; i++) {
    const h = i * stride[0] + row * dilation[0] - padding.top;
    for (let j = 0; j < outWidth; j++) {
      const w = j * stride[1] + column * dilation[1] - padding.left;
      places[i * outWidth + j] = h >= 0 && h < height && w >= 0 && w < width ? h * width + w : -1;
    }
  }
  return places;
}
