// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `transpose` by tfjs's kernel. */
export const transpose =
  (t: TfjsRuntime): Kernels['transpose'] =>
  (x, permutation) => {
    const shape = permutation.map((axis) => x.shape[axis]!);
    if (sizeOf(shape) === 0) return t.zeros(shape, x.dtype);
    // Moving axes of size 1 about moves no data.
    const moved = permutation.filter((axis) => x.shape[axis] !== 1);
    if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) return t.view(t.copy(x), shape);
    return t.run('Transpose', { x }, { perm: permutation });
  };
