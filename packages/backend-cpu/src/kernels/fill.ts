// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `fill`, as typed arrays do it. */
export const fill =
  (t: CpuRuntime): Kernels['fill'] =>
  (shape, value, dtype) => {
    const { array, values } = t.make(shape, dtype);
    values.fill(value);
    return array;
  };
