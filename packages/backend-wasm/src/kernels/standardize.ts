import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const standardize =
  (wasm: WasmRuntime): FusedKernels['standardize'] =>
  (x, { eps, centered }) => {
    const output = wasm.make(x.shape, 'float32');
    const scale = wasm.make(x.shape.with(-1, 1), 'float32');
    const rows = sizeOf(scale.shape);
    wasm.call.standardize(wasm.at(x), wasm.at(output), wasm.at(scale), rows, x.shape.at(-1)!, eps, centered);
    return { output, scale };
  };
