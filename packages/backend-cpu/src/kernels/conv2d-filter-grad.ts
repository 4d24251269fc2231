// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap } from '../windows.js';
import { channelCounts } from './conv2d.js';

/** `conv2dFilterGrad`: every pixel under a kernel adds its channels times the window's gradient. */
export const conv2dFilterGrad =
  (t: CpuRuntime): Kernels['conv2dFilterGrad'] =>
  (x, grad, geometry) => {
    const [from, dy] = [t.values(x), t.values(grad)];
    const { channels, outputs, groups, groupChannels, groupOutputs } = channelCounts(geometry);
    const { array, values } = t.make([...geometry.kernelSize, groupChannels, outputs], 'float32');
    const sums = new Float64Array(values.length);
    forEachTap(geometry, (window, pixel, tap) => {
      for (let g = 0; g < groups; g++) {
        const at = window * outputs + g * groupOutputs;
        for (let c = 0; c < groupChannels; c++) {
          const value = from[pixel * channels + g * groupChannels + c]!;
          const row = (tap * groupChannels + c) * outputs + g * groupOutputs;
          for (let o = 0; o < groupOutputs; o++) sums[row + o]! += value * dy[at + o]!;
        }
      }
    });
    values.set(sums);
    return array;
  };
