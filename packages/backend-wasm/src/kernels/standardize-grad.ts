import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const standardizeGrad =
  (wasm: WasmRuntime): FusedKernels['standardizeGrad'] =>
  (grad, output, scale, centered) => {
    const out = wasm.make(output.shape, 'float32');
    const [rows, length] = [sizeOf(scale.shape), output.shape.at(-1)!];
    const addresses = [grad, output, scale, out].map((x) => wasm.at(x)) as [number, number, number, number];
    wasm.call.standardizeGrad(...addresses, rows, length, centered);
    return out;
  };
