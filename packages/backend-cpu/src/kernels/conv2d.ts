// internal
import type { ConvGeometry, Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { forEachTap } from '../windows.js';

/** `conv2d`: every pixel under a kernel adds its channels times the kernel's rows, in double precision. */
export const conv2d =
  (t: CpuRuntime): Kernels['conv2d'] =>
  (x, w, geometry, bias) => {
    const [from, kernel] = [t.values(x), t.values(w)];
    const { array, values } = t.make(geometry.outputShape, 'float32');
    const { channels, outputs, groups, groupChannels, groupOutputs } = channelCounts(geometry);
    const sums = new Float64Array(values.length);
    if (bias) for (let i = 0; i < sums.length; i += outputs) sums.set(t.values(bias), i);
    forEachTap(geometry, (window, pixel, tap) => {
      for (let g = 0; g < groups; g++) {
        const to = window * outputs + g * groupOutputs;
        for (let c = 0; c < groupChannels; c++) {
          const value = from[pixel * channels + g * groupChannels + c]!;
          const row = (tap * groupChannels + c) * outputs + g * groupOutputs;
          for (let o = 0; o < groupOutputs; o++) sums[to + o]! += value * kernel[row + o]!;
        }
      }
    });
    values.set(sums);
    return array;
  };

/** Numbers of channels in and out, of all groups and of each. */
export function channelCounts({ inputShape, outputShape, groups }: ConvGeometry) {
  const channels = inputShape[3]!;
  const outputs = outputShape[3]!;
  return { channels, outputs, groups, groupChannels: channels / groups, groupOutputs: outputs / groups };
}
