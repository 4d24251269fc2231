// internal
import { type Kernels, stridesOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes, stridedRows } from '../strided.js';

/** `transpose`: a walk over x with its strides permuted. */
export const transpose =
  (t: CpuRuntime): Kernels['transpose'] =>
  (x, permutation) => {
    const from = t.values(x);
    const shape = permutation.map((axis) => x.shape[axis]!);
    const strides = stridesOf(x.shape);
    const rows = stridedRows(
      shape,
      permutation.map((axis) => strides[axis]!),
    );
    const { array, values } = t.make(shape, x.dtype);
    const { count, length } = rowSizes(shape);
    for (let row = 0, at = 0; row < count; row++) {
      for (let i = 0, j = rows.starts[row]!; i < length; i++, j += rows.step) values[at++] = from[j]!;
    }
    return array;
  };
