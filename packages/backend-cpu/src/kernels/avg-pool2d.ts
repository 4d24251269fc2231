// internal
import type { Kernels, PoolGeometry } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap } from '../windows.js';

/** `avgPool2d`: sums in double precision, then divided. */
export const avgPool2d =
  (t: CpuRuntime): Kernels['avgPool2d'] =>
  (x, geometry) => {
    const from = t.values(x);
    const channels = geometry.inputShape[3]!;
    const { array, values } = t.make(geometry.outputShape, 'float32');
    const sums = new Float64Array(values.length);
    forEachTap(geometry, (window, pixel) => {
      for (let c = 0; c < channels; c++) sums[window * channels + c]! += from[pixel * channels + c]!;
    });
    const sizes = windowSizes(geometry);
    for (let i = 0; i < values.length; i++) values[i] = sums[i]! / sizes[Math.floor(i / channels)]!;
    return array;
  };

/** What each window's sum is divided by: `[N · OH · OW]`. */
export function windowSizes(geometry: PoolGeometry): Int32Array {
  const { outputShape, kernelSize, countPadding } = geometry;
  const sizes = new Int32Array(outputShape[0]! * outputShape[1]! * outputShape[2]!);
  if (countPadding) return sizes.fill(kernelSize[0] * kernelSize[1]);
  forEachTap(geometry, (window) => sizes[window]!++);
  return sizes;
}
