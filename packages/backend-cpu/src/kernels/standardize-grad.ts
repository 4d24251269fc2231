// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes } from '../strided.js';

/** `standardizeGrad`, row by row. */
export const standardizeGrad =
  (t: CpuRuntime): FusedKernels['standardizeGrad'] =>
  (grad, output, scale, centered) => {
    const [g, y, s] = [t.values(grad), t.values(output), t.values(scale)];
    const { array, values } = t.make(output.shape, 'float32');
    const { count, length } = rowSizes(output.shape);
    for (let row = 0; row < count; row++) {
      const [start, end] = [row * length, (row + 1) * length];
      let [mean, along] = [0, 0];
      for (let i = start; i < end; i++) {
        if (centered) mean += g[i]! / length;
        along += (g[i]! * y[i]!) / length;
      }
      for (let i = start; i < end; i++) values[i] = s[row]! * (g[i]! - mean - y[i]! * along);
    }
    return array;
  };
