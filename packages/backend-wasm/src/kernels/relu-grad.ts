import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const reluGrad =
  (wasm: WasmRuntime): FusedKernels['reluGrad'] =>
  (grad, y) => {
    const out = wasm.make(grad.shape, 'float32');
    wasm.call.reluGrad(wasm.at(grad), wasm.at(y), wasm.at(out), sizeOf(grad.shape));
    return out;
  };
