// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `cast`: to int32 towards zero, held in its range; truth is a comparison. */
export const cast =
  (t: CpuRuntime): Kernels['cast'] =>
  (x, dtype) => {
    const from = t.values(x);
    const { array, values } = t.make(x.shape, dtype);
    if (dtype === 'bool') for (let i = 0; i < from.length; i++) values[i] = from[i] !== 0 ? 1 : 0;
    else if (dtype === 'int32') {
      for (let i = 0; i < from.length; i++) values[i] = Math.max(-(2 ** 31), Math.min(from[i]!, 2 ** 31 - 1));
    } else values.set(from);
    return array;
  };
