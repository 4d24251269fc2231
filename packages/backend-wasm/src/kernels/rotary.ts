import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const rotary =
  (wasm: WasmRuntime): FusedKernels['rotary'] =>
  (x, cos, sin) => {
    const out = wasm.make(x.shape, 'float32');
    const size = sizeOf(x.shape);
    if (size === 0) return out;
    const [length, half] = cos.shape.slice(-2) as [number, number];
    const rows = size / (2 * half);
    const share = (rows * length * half) / sizeOf(cos.shape);
    const arrays = [wasm.at(x), wasm.at(cos), wasm.at(sin), wasm.at(out)] as const;
    wasm.call.rotary(...arrays, half, length, share, 0, rows);
    return out;
  };
