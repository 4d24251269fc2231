// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { elementOf } from './quantized-matmul.js';

/** `dequantize`, element by element. */
export const dequantize =
  (t: CpuRuntime): FusedKernels['dequantize'] =>
  (weight) => {
    const columns = weight.codes.shape[0]!;
    const { array, values } = t.make([columns, weight.rows], 'float32');
    const element = elementOf(t, weight);
    for (let n = 0, at = 0; n < columns; n++) {
      for (let k = 0; k < weight.rows; k++, at++) values[at] = element(k, n);
    }
    return array;
  };
