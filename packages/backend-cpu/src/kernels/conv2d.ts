// internal
import { type ConvGeometry, type Kernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { multiply, packStrided } from '../product.js';
import { packWindows } from '../windows.js';

/** `conv2d`: a matrix product of what the windows of an image hold and the kernel, for each group of channels. */
export const conv2d =
  (t: CpuRuntime): Kernels['conv2d'] =>
  (x, w, geometry, bias) => {
    const { array, values } = t.make(geometry.outputShape, 'float32');
    const { images, windows, outputs, groups, groupOutputs, taps } = convSizes(geometry);
    if (bias) for (let i = 0; i < values.length; i += outputs) values.set(t.values(bias), i);
    for (let g = 0; g < groups; g++) {
      const kernel = packStrided(t.values(w), g * groupOutputs, [groupOutputs, taps], [1, outputs]);
      for (let n = 0; n < images; n++) {
        const patches = packWindows(t.values(x), n, g, geometry);
        multiply(patches, kernel, values, n * windows * outputs + g * groupOutputs, outputs);
      }
    }
    return array;
  };

/** Sizes of a convolution: `windows` of an image, and `taps` of a kernel, channels of a group included. */
export function convSizes({ inputShape, outputShape, kernelSize, groups }: ConvGeometry) {
  const channels = inputShape[3]!;
  const outputs = outputShape[3]!;
  const groupChannels = channels / groups;
  return {
    images: sizeOf(outputShape) === 0 ? 0 : outputShape[0]!,
    windows: outputShape[1]! * outputShape[2]!,
    channels,
    outputs,
    groups,
    groupChannels,
    groupOutputs: outputs / groups,
    taps: kernelSize[0] * kernelSize[1] * groupChannels,
  };
}
