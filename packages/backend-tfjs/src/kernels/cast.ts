// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `cast`; truth is a comparison with 0, as some of tfjs's casts cut 0.5 down to false. */
export const cast =
  (t: TfjsRuntime): Kernels['cast'] =>
  (x, dtype) => {
    if (x.dtype === dtype) return t.copy(x);
    if (sizeOf(x.shape) === 0) return t.zeros(x.shape, dtype);
    if (dtype !== 'bool') return t.run('Cast', { x }, { dtype });
    return t.compose(() => t.run('NotEqual', { a: x, b: t.scalar(0, x.dtype) }));
  };
