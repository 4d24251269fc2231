// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { multiply, packStrided } from '../product.js';
import { packWindows } from '../windows.js';
import { convSizes } from './conv2d.js';

/** `conv2dFilterGrad`: a matrix product of what the windows hold and their gradients, summed over images. */
export const conv2dFilterGrad =
  (t: CpuRuntime): Kernels['conv2dFilterGrad'] =>
  (x, grad, geometry) => {
    const { images, windows, outputs, groups, groupChannels, groupOutputs, taps } = convSizes(geometry);
    const { array, values } = t.make([...geometry.kernelSize, groupChannels, outputs], 'float32');
    const sums = new Float64Array(values.length);
    for (let n = 0; n < images; n++) {
      for (let g = 0; g < groups; g++) {
        const patches = packWindows(t.values(x), n, g, geometry);
        const turned = packStrided(patches.values, 0, [taps, windows], [1, taps]);
        const start = n * windows * outputs + g * groupOutputs;
        const dy = packStrided(t.values(grad), start, [groupOutputs, windows], [1, outputs]);
        multiply(turned, dy, sums, g * groupOutputs, outputs);
      }
    }
    values.set(sums);
    return array;
  };
