// internal
import { type Kernels, stridesOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes, stridedRows } from '../strided.js';

/** `slice`: row by row. */
export const slice =
  (t: CpuRuntime): Kernels['slice'] =>
  (x, start, size, step) => {
    const from = t.values(x);
    const { array, values } = t.make(size, x.dtype);
    const strides = stridesOf(x.shape);
    const offset = start.reduce((sum, first, axis) => sum + first * strides[axis]!, 0);
    const rows = stridedRows(
      size,
      strides.map((stride, axis) => stride * step[axis]!),
      offset,
    );
    const { count, length } = rowSizes(size);
    for (let row = 0, at = 0; row < count; row++) {
      for (let i = 0, j = rows.starts[row]!; i < length; i++, j += rows.step) values[at++] = from[j]!;
    }
    return array;
  };
