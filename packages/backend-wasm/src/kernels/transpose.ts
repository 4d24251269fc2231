import { type Kernels, stridesOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { copyStrided } from '../strided-copy.js';

export const transpose =
  (wasm: WasmRuntime): Kernels['transpose'] =>
  (x, permutation) => {
    const shape = permutation.map((axis) => x.shape[axis]!);
    const strides = stridesOf(x.shape);
    const out = wasm.make(shape, x.dtype);
    const from = { array: x, offset: 0, strides: permutation.map((axis) => strides[axis]!) };
    copyStrided(wasm, shape, from, { array: out, offset: 0, strides: stridesOf(shape) });
    return out;
  };
