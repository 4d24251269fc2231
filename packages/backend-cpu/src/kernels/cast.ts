// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `cast`: typed arrays cut towards zero; truth is a comparison. */
export const cast =
  (t: CpuRuntime): Kernels['cast'] =>
  (x, dtype) => {
    const from = t.values(x);
    const { array, values } = t.make(x.shape, dtype);
    if (dtype === 'bool') for (let i = 0; i < from.length; i++) values[i] = from[i] !== 0 ? 1 : 0;
    else values.set(from);
    return array;
  };
