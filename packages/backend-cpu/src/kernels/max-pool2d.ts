// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap, imageSizes } from '../windows.js';

/** `maxPool2d`: the first largest, or the first NaN, of each window. */
export const maxPool2d =
  (t: CpuRuntime): Kernels['maxPool2d'] =>
  (x, geometry) => {
    const from = t.values(x);
    const { count, pixels, windows, channels } = imageSizes(geometry);
    const [largest, places] = [
      t.make(geometry.outputShape, 'float32'),
      t.make(geometry.outputShape, 'int32'),
    ];
    largest.values.fill(Number.NEGATIVE_INFINITY);
    places.values.fill(-1);
    for (let n = 0; n < count; n++) {
      forEachTap(geometry, (window, place) => {
        for (let c = 0; c < channels; c++) {
          const value = from[(n * pixels + place) * channels + c]!;
          const at = (n * windows + window) * channels + c;
          const best = largest.values[at]!;
          if (value > best || places.values[at]! < 0 || (Number.isNaN(value) && !Number.isNaN(best))) {
            largest.values[at] = value;
            places.values[at] = place;
          }
        }
      });
    }
    return { values: largest.array, indices: places.array };
  };
