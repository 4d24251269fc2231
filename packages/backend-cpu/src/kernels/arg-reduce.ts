// internal
import { type Kernels, splitAtAxis } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `argReduce`: a walk along the axis for each result; the first NaN wins. */
export const argReduce =
  (t: CpuRuntime): Kernels['argReduce'] =>
  (op, x, axis) => {
    const from = t.values(x);
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const { array, values } = t.make(x.shape.toSpliced(axis, 1), 'int32');
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const start = o * size * inner + i;
        let best = from[start]!;
        let place = 0;
        for (let k = 1; k < size && !Number.isNaN(best); k++) {
          const value = from[start + k * inner]!;
          if ((op === 'argmax' ? value > best : value < best) || Number.isNaN(value)) {
            best = value;
            place = k;
          }
        }
        values[o * inner + i] = place;
      }
    }
    return array;
  };
