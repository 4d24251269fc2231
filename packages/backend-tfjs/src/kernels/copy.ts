// internal
import type { Kernels } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `copy` as the runtime does it. */
export const copy =
  (t: TfjsRuntime): Kernels['copy'] =>
  (x) =>
    t.copy(x);
