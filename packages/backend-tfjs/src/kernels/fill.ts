// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `fill` by tfjs's kernel, which doesn't take arrays without elements. */
export const fill =
  (t: TfjsRuntime): Kernels['fill'] =>
  (shape, value, dtype) => {
    if (sizeOf(shape) === 0) return t.zeros(shape, dtype);
    return t.run('Fill', {}, { shape, value, dtype });
  };
