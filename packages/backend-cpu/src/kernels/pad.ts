// internal
import { type Kernels, stridesOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowSizes, stridedRows } from '../strided.js';

/** `pad`: the rows of x, laid into an array filled with the value. */
export const pad =
  (t: CpuRuntime): Kernels['pad'] =>
  (x, padding, value) => {
    const from = t.values(x);
    const shape = x.shape.map((size, axis) => padding[axis]![0] + size + padding[axis]![1]);
    const { array, values } = t.make(shape, x.dtype);
    values.fill(value);
    const strides = stridesOf(shape);
    const offset = padding.reduce((sum, [before], axis) => sum + before * strides[axis]!, 0);
    const { starts } = stridedRows(x.shape, strides, offset);
    const { count, length } = rowSizes(x.shape);
    for (let row = 0; row < count; row++) {
      values.set(from.subarray(row * length, (row + 1) * length), starts[row]!);
    }
    return array;
  };
