import type { Kernels } from '@neurona/backend';
import type { WasmBuffer, WasmRuntime } from '../runtime.js';

export const copy =
  (wasm: WasmRuntime): Kernels['copy'] =>
  (x) => {
    const out = wasm.make(x.shape, x.dtype);
    wasm.call.copyBytes(wasm.at(out), wasm.at(x), (x.buffer as WasmBuffer).bytes);
    return out;
  };
