import { type FusedKernels, type SmoothActivation, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** The numbers of assembly/activation.ts. */
const numbers: Record<SmoothActivation, number> = { silu: 0, gelu: 1, geluTanh: 2 };

export const activation =
  (wasm: WasmRuntime): FusedKernels['activation'] =>
  (kind, x) => {
    const out = wasm.make(x.shape, 'float32');
    wasm.call.activation(numbers[kind], wasm.at(x), wasm.at(out), sizeOf(x.shape));
    return out;
  };

export const activationGrad =
  (wasm: WasmRuntime): FusedKernels['activationGrad'] =>
  (kind, grad, x) => {
    const out = wasm.make(x.shape, 'float32');
    wasm.call.activationGrad(numbers[kind], wasm.at(grad), wasm.at(x), wasm.at(out), sizeOf(x.shape));
    return out;
  };
