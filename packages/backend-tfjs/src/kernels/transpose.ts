// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
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
    const turn = (from: DeviceArray): DeviceArray => t.run('Transpose', { x: from }, { perm: permutation });
    if (t.trusts('Transpose', x.dtype)) return turn(x);
    return t.compose(() => {
      const numbers = turn(t.run('Cast', { x }, { dtype: 'float32' }));
      return x.dtype === 'bool'
        ? t.run('NotEqual', { a: numbers, b: t.scalar(0) })
        : t.run('Cast', { x: numbers }, { dtype: x.dtype });
    });
  };
