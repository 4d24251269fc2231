import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `reverse` by tfjs's kernel. */
export const reverse =
  (t: TfjsRuntime): Kernels['reverse'] =>
  (x, axes) => {
    const dims = axes.filter((axis) => x.shape[axis] !== 1);
    if (dims.length === 0 || sizeOf(x.shape) === 0) return t.copy(x);
    return t.run('Reverse', { x }, { dims });
  };
