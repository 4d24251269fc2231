// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `softmax` by tfjs's kernel, over rows. */
export const softmax =
  (t: TfjsRuntime): Kernels['softmax'] =>
  (x) => {
    const size = sizeOf(x.shape);
    if (size === 0) return t.zeros(x.shape, x.dtype);
    const columns = x.shape.at(-1)!;
    return t.view(t.run('Softmax', { logits: t.view(x, [size / columns, columns]) }, { dim: 1 }), x.shape);
  };
