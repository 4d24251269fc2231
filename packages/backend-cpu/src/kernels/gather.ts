// internal
import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `gather`: row after row. */
export const gather =
  (t: CpuRuntime): Kernels['gather'] =>
  (x, indices, axis) => {
    const from = t.values(x);
    const places = t.values(indices);
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const { array, values } = t.make(x.shape.with(axis, sizeOf(indices.shape)), x.dtype);
    for (let o = 0, at = 0; o < outer; o++) {
      for (const place of places) {
        // Beyond the end there is undefined, which is stored as NaN or 0.
        const start = place >= 0 && place < size ? (o * size + place) * inner : from.length;
        for (let i = 0; i < inner; i++) values[at++] = from[start + i]!;
      }
    }
    return array;
  };
