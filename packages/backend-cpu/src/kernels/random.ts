// internal
import { type Kernels, randomValues } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `random`, as the contract draws it. */
export const random =
  (t: CpuRuntime): Kernels['random'] =>
  (kind, shape, position) =>
    t.adopt(randomValues(kind, shape, position), shape, kind === 'bits' ? 'int32' : 'float32');
