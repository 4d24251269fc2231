// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap, imageSizes } from '../windows.js';
import { windowSizes } from './avg-pool2d.js';

/** `avgPool2dGrad`: every element of a window gets its share. */
export const avgPool2dGrad =
  (t: CpuRuntime): Kernels['avgPool2dGrad'] =>
  (grad, geometry) => {
    const dy = t.values(grad);
    const { array, values } = t.make(geometry.inputShape, 'float32');
    const { count, pixels, windows, channels } = imageSizes(geometry);
    const sizes = windowSizes(geometry);
    for (let n = 0; n < count; n++) {
      forEachTap(geometry, (window, place) => {
        const from = (n * windows + window) * channels;
        const to = (n * pixels + place) * channels;
        for (let c = 0; c < channels; c++) values[to + c]! += dy[from + c]! / sizes[window]!;
      });
    }
    return array;
  };
