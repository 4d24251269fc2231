// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `range`, counted in double precision. */
export const range =
  (t: CpuRuntime): Kernels['range'] =>
  (start, step, size, dtype) => {
    const { array, values } = t.make([size], dtype);
    for (let i = 0; i < size; i++) values[i] = start + i * step;
    return array;
  };
