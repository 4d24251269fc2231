// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `copy`, as typed arrays do it. */
export const copy =
  (t: CpuRuntime): Kernels['copy'] =>
  (x) =>
    t.adopt(t.values(x).slice(), x.shape, x.dtype);
