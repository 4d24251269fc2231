// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes } from '../strided.js';
import { rowTotal } from './softmax.js';

/** `logSoftmax`: row by row. */
export const logSoftmax =
  (t: CpuRuntime): Kernels['logSoftmax'] =>
  (x) => {
    const from = t.values(x);
    const { array, values } = t.make(x.shape, x.dtype);
    const { count, length } = rowSizes(x.shape);
    for (let row = 0; row < count; row++) {
      const { largest, total } = rowTotal(from, row * length, length);
      const shift = Math.log(total);
      for (let i = row * length; i < (row + 1) * length; i++) values[i] = from[i]! - largest - shift;
    }
    return array;
  };
