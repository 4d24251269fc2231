// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes } from '../strided.js';

/** `standardize`, row by row. */
export const standardize =
  (t: CpuRuntime): FusedKernels['standardize'] =>
  (x, { eps, centered }) => {
    const from = t.values(x) as Float32Array;
    const { count, length } = rowSizes(x.shape);
    const [output, scale] = [t.make(x.shape, 'float32'), t.make(x.shape.with(-1, 1), 'float32')];
    for (let row = 0; row < count; row++) {
      const [start, end] = [row * length, (row + 1) * length];
      let mean = 0;
      for (let i = start; centered && i < end; i++) mean += from[i]! / length;
      let square = 0;
      for (let i = start; i < end; i++) square += (from[i]! - mean) ** 2;
      const s = 1 / Math.sqrt(square / length + eps);
      for (let i = start; i < end; i++) output.values[i] = (from[i]! - mean) * s;
      scale.values[row] = s;
    }
    return { output: output.array, scale: scale.array };
  };
