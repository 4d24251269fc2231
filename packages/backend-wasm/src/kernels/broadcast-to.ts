import { type Kernels, stridesOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { copyStrided } from '../strided-copy.js';
import { broadcastStrides } from '../walk.js';

export const broadcastTo =
  (wasm: WasmRuntime): Kernels['broadcastTo'] =>
  (x, shape) => {
    const out = wasm.make(shape, x.dtype);
    const from = { array: x, offset: 0, strides: broadcastStrides(x.shape, shape) };
    copyStrided(wasm, shape, from, { array: out, offset: 0, strides: stridesOf(shape) });
    return out;
  };
