// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes } from '../strided.js';

/** `softmax`: row by row. */
export const softmax =
  (t: CpuRuntime): Kernels['softmax'] =>
  (x) => {
    const from = t.values(x);
    const { array, values } = t.make(x.shape, x.dtype);
    const { count, length } = rowSizes(x.shape);
    for (let row = 0; row < count; row++) {
      const { largest, total } = rowTotal(from, row * length, length);
      for (let i = row * length; i < (row + 1) * length; i++)
        values[i] = Math.exp(from[i]! - largest) / total;
    }
    return array;
  };

/** m = max_j x_j and Σ_j exp(x_j - m) of one row. */
export function rowTotal(
  values: ArrayLike<number>,
  start: number,
  length: number,
): { readonly largest: number; readonly total: number } {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + length; i++) largest = Math.max(largest, values[i]!);
  let total = 0;
  for (let i = start; i < start + length; i++) total += Math.exp(values[i]! - largest);
  return { largest, total };
}
