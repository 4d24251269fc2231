// internal
import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `rotary`, row by row. */
export const rotary =
  (t: CpuRuntime): FusedKernels['rotary'] =>
  (x, cos, sin) => {
    const [from, cosines, sines] = [t.values(x), t.values(cos), t.values(sin)];
    const { array, values } = t.make(x.shape, 'float32');
    const [length, half] = cos.shape.slice(-2) as [number, number];
    const rows = sizeOf(x.shape.slice(0, -1));
    const share = rows / sizeOf(cos.shape.slice(0, -2)); // rows of x for each table
    for (let row = 0; row < rows; row++) {
      const table = (Math.floor(row / share) * length + (row % length)) * half;
      for (let i = 0; i < half; i++) {
        const [a, b] = [row * 2 * half + i, (row * 2 + 1) * half + i];
        const [c, s] = [cosines[table + i]!, sines[table + i]!];
        values[a] = from[a]! * c - from[b]! * s;
        values[b] = from[b]! * c + from[a]! * s;
      }
    }
    return array;
  };
