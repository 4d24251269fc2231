// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { gather } from './gather.js';

/** `reverse` by tfjs's kernel, or row by row where that is wrong. */
export const reverse =
  (t: TfjsRuntime): Kernels['reverse'] =>
  (x, axes) => {
    const dims = axes.filter((axis) => x.shape[axis] !== 1);
    if (dims.length === 0 || sizeOf(x.shape) === 0) return t.copy(x);
    if (x.dtype !== 'bool' || t.trusts('Reverse')) return t.run('Reverse', { x }, { dims });
    return t.compose(() => {
      let result = x;
      for (const axis of dims) {
        const size = x.shape[axis]!;
        const indices = Int32Array.from({ length: size }, (_, i) => size - 1 - i);
        result = gather(t)(result, t.write(indices, [size], 'int32'), axis);
      }
      return result;
    });
  };
