import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const normalizeRows =
  (wasm: WasmRuntime): FusedKernels['normalizeRows'] =>
  (x, weight, bias, { eps, centered }) => {
    const out = wasm.make(x.shape, 'float32');
    const n = x.shape.at(-1)!;
    const rows = n === 0 ? 0 : sizeOf(x.shape) / n;
    const toBias = bias ? wasm.at(bias) : 0;
    wasm.call.normalizeRows(wasm.at(x), wasm.at(out), wasm.at(weight), toBias, rows, n, eps, centered);
    return out;
  };
