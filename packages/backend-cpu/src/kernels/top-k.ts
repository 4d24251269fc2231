// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `topK`: each row's indices, sorted by value. */
export const topK =
  (t: CpuRuntime): Kernels['topK'] =>
  (x, k, largest) => {
    const from = t.values(x);
    const columns = x.shape.at(-1)!;
    const shape = [...x.shape.slice(0, -1), k];
    const [top, places] = [t.make(shape, x.dtype), t.make(shape, 'int32')];
    const order = Array.from({ length: columns }, (_, i) => i);
    const rows = sizeOf(x.shape.slice(0, -1));
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      const rising = (i: number, j: number) => compare(from[start + i]!, from[start + j]!);
      const chosen = order.toSorted((i, j) => (largest ? rising(j, i) : rising(i, j)) || i - j).slice(0, k);
      chosen.forEach((place, i) => {
        top.values[row * k + i] = from[start + place]!;
        places.values[row * k + i] = place;
      });
    }
    return { values: top.array, indices: places.array };
  };

/** Rising order, NaN last. */
function compare(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
