// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { imageSizes } from '../windows.js';

/** `maxPool2dGrad`: each gradient is added where its maximum was. */
export const maxPool2dGrad =
  (t: CpuRuntime): Kernels['maxPool2dGrad'] =>
  (grad, indices, geometry) => {
    const [dy, places] = [t.values(grad), t.values(indices)];
    const { array, values } = t.make(geometry.inputShape, 'float32');
    const { count, pixels, windows, channels } = imageSizes(geometry);
    for (let n = 0, at = 0; n < count; n++) {
      for (let window = 0; window < windows; window++) {
        for (let c = 0; c < channels; c++, at++) {
          const place = places[at]!;
          if (place >= 0 && place < pixels) values[(n * pixels + place) * channels + c]! += dy[at]!;
        }
      }
    }
    return array;
  };
