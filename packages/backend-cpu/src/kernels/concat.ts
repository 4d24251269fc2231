// internal
import { type Kernels, splitAtAxis } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `concat`: for each outer index, one stretch of every array. */
export const concat =
  (t: CpuRuntime): Kernels['concat'] =>
  (xs, axis) => {
    const first = xs[0]!;
    const total = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
    const { array, values } = t.make(first.shape.with(axis, total), first.dtype);
    const { outer, inner } = splitAtAxis(first.shape, axis);
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const x of xs) {
        const stretch = x.shape[axis]! * inner;
        values.set(t.values(x).subarray(o * stretch, (o + 1) * stretch), at);
        at += stretch;
      }
    }
    return array;
  };
