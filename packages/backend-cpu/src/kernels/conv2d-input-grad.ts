// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap } from '../windows.js';
import { channelCounts } from './conv2d.js';

/** `conv2dInputGrad`: every pixel under a kernel gets the window's gradient times the kernel. */
export const conv2dInputGrad =
  (t: CpuRuntime): Kernels['conv2dInputGrad'] =>
  (grad, w, geometry) => {
    const [dy, kernel] = [t.values(grad), t.values(w)];
    const { array, values } = t.make(geometry.inputShape, 'float32');
    const { channels, outputs, groups, groupChannels, groupOutputs } = channelCounts(geometry);
    const sums = new Float64Array(values.length);
    forEachTap(geometry, (window, pixel, tap) => {
      for (let g = 0; g < groups; g++) {
        const from = window * outputs + g * groupOutputs;
        for (let c = 0; c < groupChannels; c++) {
          const row = (tap * groupChannels + c) * outputs + g * groupOutputs;
          let sum = 0;
          for (let o = 0; o < groupOutputs; o++) sum += dy[from + o]! * kernel[row + o]!;
          sums[pixel * channels + g * groupChannels + c]! += sum;
        }
      }
    });
    values.set(sums);
    return array;
  };
