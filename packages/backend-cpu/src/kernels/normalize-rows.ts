// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes } from '../strided.js';

/** `normalizeRows`, row by row. */
export const normalizeRows =
  (t: CpuRuntime): FusedKernels['normalizeRows'] =>
  (x, weight, bias, { eps, centered }) => {
    const from = t.values(x);
    const [factors, shifts] = [t.values(weight), bias && t.values(bias)];
    const { count, length } = rowSizes(x.shape);
    const { array, values } = t.make(x.shape, 'float32');
    for (let row = 0; row < count; row++) {
      const start = row * length;
      let mean = 0;
      for (let i = 0; centered && i < length; i++) mean += from[start + i]! / length;
      let square = 0;
      for (let i = 0; i < length; i++) square += (from[start + i]! - mean) ** 2;
      const s = 1 / Math.sqrt(square / length + eps);
      for (let i = 0; i < length; i++)
        values[start + i] = (from[start + i]! - mean) * s * factors[i]! + (shifts?.[i] ?? 0);
    }
    return array;
  };
