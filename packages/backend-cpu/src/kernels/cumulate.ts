// internal
import { type Kernels, splitAtAxis } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `cumulate`: a walk along the axis, in double precision; int32 wraps. */
export const cumulate =
  (t: CpuRuntime): Kernels['cumulate'] =>
  (op, x, axis) => {
    const from = t.values(x);
    const { array, values } = t.make(x.shape, x.dtype);
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const multiply = x.dtype === 'int32' ? Math.imul : (a: number, b: number) => a * b;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let total = op === 'sum' ? 0 : 1;
        for (let k = 0, at = o * size * inner + i; k < size; k++, at += inner) {
          total = op === 'sum' ? total + from[at]! : multiply(total, from[at]!);
          values[at] = total;
        }
      }
    }
    return array;
  };
