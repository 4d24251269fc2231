// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes } from '../strided.js';

/** `softmaxGrad`, row by row. */
export const softmaxGrad =
  (t: CpuRuntime): FusedKernels['softmaxGrad'] =>
  (grad, y, scale) => {
    const [g, weights] = [t.values(grad), t.values(y)];
    const { array, values } = t.make(y.shape, 'float32');
    const { count, length } = rowSizes(y.shape);
    for (let row = 0; row < count; row++) {
      const [start, end] = [row * length, (row + 1) * length];
      let mean = 0;
      for (let i = start; i < end; i++) mean += g[i]! * weights[i]!;
      for (let i = start; i < end; i++) values[i] = scale * weights[i]! * (g[i]! - mean);
    }
    return array;
  };
