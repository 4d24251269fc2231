// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { multiply, pack, packStrided } from '../product.js';
import { forEachTap } from '../windows.js';
import { convSizes } from './conv2d.js';

/** `conv2dInputGrad`: the gradient of what the windows of an image hold, by a matrix product, put back where it came from. */
export const conv2dInputGrad =
  (t: CpuRuntime): Kernels['conv2dInputGrad'] =>
  (grad, w, geometry) => {
    const { array, values } = t.make(geometry.inputShape, 'float32');
    const { images, windows, channels, outputs, groups, groupChannels, groupOutputs, taps } =
      convSizes(geometry);
    const [, height, width] = geometry.inputShape as [number, number, number];
    const size = height * width * channels;
    for (let g = 0; g < groups; g++) {
      const kernel = packStrided(t.values(w), g * groupOutputs, [taps, groupOutputs], [outputs, 1]);
      for (let n = 0; n < images; n++) {
        const start = n * windows * outputs + g * groupOutputs;
        const dy = packStrided(t.values(grad), start, [windows, groupOutputs], [outputs, 1]);
        const patches = pack(windows, taps);
        multiply(dy, kernel, patches.values, 0, taps);
        forEachTap(geometry, (window, place, tap) => {
          const from = window * taps + tap * groupChannels;
          const to = n * size + place * channels + g * groupChannels;
          for (let c = 0; c < groupChannels; c++) values[to + c]! += patches.values[from + c]!;
        });
      }
    }
    return array;
  };
