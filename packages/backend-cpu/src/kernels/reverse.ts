// internal
import { type Kernels, stridesOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { copyRows, stridedRows } from '../strided.js';

/** `reverse`: a walk over x from the end along the axes. */
export const reverse =
  (t: CpuRuntime): Kernels['reverse'] =>
  (x, axes) => {
    const { array, values } = t.make(x.shape, x.dtype);
    const strides = stridesOf(x.shape);
    const last = axes.reduce((sum, axis) => sum + (x.shape[axis]! - 1) * strides[axis]!, 0);
    const turned = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    copyRows(t.values(x), stridedRows(x.shape, turned, last), values, x.shape);
    return array;
  };
