import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `slice` by tfjs's `Slice`, or `StridedSlice` where a step is over 1. */
export const slice =
  (t: TfjsRuntime): Kernels['slice'] =>
  (x, start, size, step) => {
    if (sizeOf(size) === 0) return t.zeros(size, x.dtype);
    if (sizeOf(size) === sizeOf(x.shape)) return t.copy(x);
    if (step.every((s) => s === 1)) return t.run('Slice', { x }, { begin: start, size });
    const end = start.map((first, axis) => first + (size[axis]! - 1) * step[axis]! + 1);
    const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
    return t.run('StridedSlice', { x }, { begin: start, end, strides: step, ...masks });
  };
