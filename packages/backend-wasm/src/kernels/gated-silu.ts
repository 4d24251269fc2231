import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const gatedSilu =
  (wasm: WasmRuntime): FusedKernels['gatedSilu'] =>
  (gate, x) => {
    const out = wasm.make(x.shape, 'float32');
    wasm.call.gatedSilu(wasm.at(gate), wasm.at(x), wasm.at(out), sizeOf(x.shape));
    return out;
  };
