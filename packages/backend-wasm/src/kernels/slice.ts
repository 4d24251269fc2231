import { type Kernels, stridesOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { copyStrided } from '../strided-copy.js';

export const slice =
  (wasm: WasmRuntime): Kernels['slice'] =>
  (x, start, size, step) => {
    const out = wasm.make([...size], x.dtype);
    const strides = stridesOf(x.shape);
    const offset = strides.reduce((sum, stride, axis) => sum + stride * start[axis]!, 0);
    const from = { array: x, offset, strides: strides.map((stride, axis) => stride * step[axis]!) };
    copyStrided(wasm, size, from, { array: out, offset: 0, strides: stridesOf(size) });
    return out;
  };
