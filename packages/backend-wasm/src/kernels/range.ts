import type { Kernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const range =
  (wasm: WasmRuntime): Kernels['range'] =>
  (start, step, size, dtype) => {
    const out = wasm.make([size], dtype);
    if (dtype === 'float32') wasm.call.rangeFloat(wasm.at(out), start, step, size);
    else wasm.call.rangeInt(wasm.at(out), start, step, size);
    return out;
  };
