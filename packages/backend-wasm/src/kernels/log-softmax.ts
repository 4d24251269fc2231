import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const logSoftmax =
  (wasm: WasmRuntime): Kernels['logSoftmax'] =>
  (x) => {
    const out = wasm.make(x.shape, x.dtype);
    wasm.call.logSoftmax(wasm.at(x), wasm.at(out), sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) ?? 1);
    return out;
  };
