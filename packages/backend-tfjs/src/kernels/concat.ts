// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `concat` by tfjs's kernel, without the arrays that have no elements. */
export const concat =
  (t: TfjsRuntime): Kernels['concat'] =>
  (xs, axis) => {
    const first = xs[0]!;
    const full = xs.filter((x) => sizeOf(x.shape) > 0);
    if (full.length === 1) return t.copy(full[0]!);
    if (full.length > 0) return t.run('Concat', full, { axis });
    const total = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
    return t.zeros(first.shape.with(axis, total), first.dtype);
  };
