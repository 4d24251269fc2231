// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { broadcastRows, copyRows } from '../strided.js';

/** `broadcastTo`: a walk over x that stands still along stretched axes. */
export const broadcastTo =
  (t: CpuRuntime): Kernels['broadcastTo'] =>
  (x, shape) => {
    const { array, values } = t.make(shape, x.dtype);
    copyRows(t.values(x), broadcastRows(x.shape, shape), values, shape);
    return array;
  };
