// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap } from '../windows.js';
import { windowSizes } from './avg-pool2d.js';

/** `avgPool2dGrad`: every place of a window gets its share. */
export const avgPool2dGrad =
  (t: CpuRuntime): Kernels['avgPool2dGrad'] =>
  (grad, geometry) => {
    const dy = t.values(grad);
    const channels = geometry.inputShape[3]!;
    const sizes = windowSizes(geometry);
    const { array, values } = t.make(geometry.inputShape, 'float32');
    forEachTap(geometry, (window, pixel) => {
      for (let c = 0; c < channels; c++)
        values[pixel * channels + c]! += dy[window * channels + c]! / sizes[window]!;
    });
    return array;
  };
