// internal
import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** What stands for a row that there isn't. */
const missing = { float32: Number.NaN, int32: -(2 ** 31), bool: 0 };

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
        if (place < 0 || place >= size) values.fill(missing[x.dtype], at, at + inner);
        else
          for (let i = 0, start = (o * size + place) * inner; i < inner; i++)
            values[at + i] = from[start + i]!;
        at += inner;
      }
    }
    return array;
  };
