// internal
import { type Kernels, typedArray } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `range`, counted in JavaScript. */
export const range =
  (t: TfjsRuntime): Kernels['range'] =>
  (start, step, size, dtype) => {
    const values = typedArray(dtype, size);
    for (let i = 0; i < size; i++) values[i] = start + i * step;
    return t.write(values, [size], dtype);
  };
