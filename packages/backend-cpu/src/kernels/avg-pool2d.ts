// internal
import type { Kernels, PoolGeometry } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap, imageSizes } from '../windows.js';

/** `avgPool2d`: sums in double precision, then divided. */
export const avgPool2d =
  (t: CpuRuntime): Kernels['avgPool2d'] =>
  (x, geometry) => {
    const from = t.values(x);
    const { array, values } = t.make(geometry.outputShape, 'float32');
    const { count, pixels, windows, channels } = imageSizes(geometry);
    const sizes = windowSizes(geometry);
    for (let n = 0; n < count; n++) {
      const sums = new Float64Array(windows * channels);
      forEachTap(geometry, (window, place) => {
        const start = (n * pixels + place) * channels;
        for (let c = 0; c < channels; c++) sums[window * channels + c]! += from[start + c]!;
      });
      for (let i = 0; i < sums.length; i++) sums[i]! /= sizes[Math.floor(i / channels)]!;
      values.set(sums, n * sums.length);
    }
    return array;
  };

/** What each window's sum is divided by: `[OH · OW]`. */
export function windowSizes(geometry: PoolGeometry): Int32Array {
  const { outputShape, kernelSize, countPadding } = geometry;
  const sizes = new Int32Array(outputShape[1]! * outputShape[2]!);
  if (countPadding) return sizes.fill(kernelSize[0] * kernelSize[1]);
  forEachTap(geometry, (window) => sizes[window]!++);
  return sizes;
}
