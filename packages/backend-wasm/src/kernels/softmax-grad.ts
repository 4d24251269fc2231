import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const softmaxGrad =
  (wasm: WasmRuntime): FusedKernels['softmaxGrad'] =>
  (grad, y, scale) => {
    const out = wasm.make(y.shape, 'float32');
    const rows = sizeOf(y.shape.slice(0, -1));
    wasm.call.softmaxGrad(wasm.at(grad), wasm.at(y), wasm.at(out), rows, y.shape.at(-1) ?? 1, scale);
    return out;
  };
