// internal
import { type Kernels, randomValues } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `random`, drawn in JavaScript. */
export const random =
  (t: TfjsRuntime): Kernels['random'] =>
  (kind, shape, position) =>
    t.write(randomValues(kind, shape, position), shape, kind === 'bits' ? 'int32' : 'float32');
