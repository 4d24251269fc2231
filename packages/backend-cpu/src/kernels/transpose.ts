// internal
import { type Kernels, stridesOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { copyRows, stridedRows } from '../strided.js';

/** `transpose`: a walk over x with its strides permuted. */
export const transpose =
  (t: CpuRuntime): Kernels['transpose'] =>
  (x, permutation) => {
    const shape = permutation.map((axis) => x.shape[axis]!);
    const { array, values } = t.make(shape, x.dtype);
    const strides = stridesOf(x.shape);
    const moved = permutation.map((axis) => strides[axis]!);
    copyRows(t.values(x), stridedRows(shape, moved), values, shape);
    return array;
  };
