// internal
import { type Kernels, splitAtAxis } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `scatterAdd`: row after row. */
export const scatterAdd =
  (t: CpuRuntime): Kernels['scatterAdd'] =>
  (updates, indices, axis, size) => {
    const from = t.values(updates);
    const places = t.values(indices);
    const { outer, inner } = splitAtAxis(updates.shape, axis);
    const { array, values } = t.make(updates.shape.with(axis, size), updates.dtype);
    for (let o = 0, at = 0; o < outer; o++) {
      for (const place of places) {
        const start = (o * size + place) * inner;
        const isInside = place >= 0 && place < size;
        for (let i = 0; i < inner; i++, at++) if (isInside) values[start + i]! += from[at]!;
      }
    }
    return array;
  };
