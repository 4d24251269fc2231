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
        const start = (o * size + place) * inner;
        for (let i = 0; i < inner; i++) values[at++] = from[start + i]!;
      }
    }
    return array;
  };
