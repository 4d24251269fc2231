// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap } from '../windows.js';

/** `maxPool2d`: the first largest, or the first NaN, of each window. */
export const maxPool2d =
  (t: CpuRuntime): Kernels['maxPool2d'] =>
  (x, geometry) => {
    const from = t.values(x);
    const channels = geometry.inputShape[3]!;
    const [largest, places] = [
      t.make(geometry.outputShape, 'float32'),
      t.make(geometry.outputShape, 'int32'),
    ];
    largest.values.fill(Number.NEGATIVE_INFINITY);
    places.values.fill(-1);
    forEachTap(geometry, (window, pixel, _tap, place) => {
      for (let c = 0; c < channels; c++) {
        const value = from[pixel * channels + c]!;
        const at = window * channels + c;
        const best = largest.values[at]!;
        if (value > best || places.values[at]! < 0 || (Number.isNaN(value) && !Number.isNaN(best))) {
          largest.values[at] = value;
          places.values[at] = place;
        }
      }
    });
    return { values: largest.array, indices: places.array };
  };
