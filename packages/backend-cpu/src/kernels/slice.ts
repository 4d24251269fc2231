// internal
import { type Kernels, stridesOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { copyRows, stridedRows } from '../strided.js';

/** `slice`: a walk over x in steps. */
export const slice =
  (t: CpuRuntime): Kernels['slice'] =>
  (x, start, size, step) => {
    const { array, values } = t.make(size, x.dtype);
    const strides = stridesOf(x.shape);
    const offset = start.reduce((sum, first, axis) => sum + first * strides[axis]!, 0);
    const steps = strides.map((stride, axis) => stride * step[axis]!);
    copyRows(t.values(x), stridedRows(size, steps, offset), values, size);
    return array;
  };
