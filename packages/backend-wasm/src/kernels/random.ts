import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const random =
  (wasm: WasmRuntime): Kernels['random'] =>
  (kind, shape, { seed, offset }) => {
    const out = wasm.make(shape, kind === 'bits' ? 'int32' : 'float32');
    const rest = wasm.scratch(0, 64);
    const at = wasm.at(out);
    const size = sizeOf(shape);
    wasm.call.randomBits(at, size, seed % 2 ** 32, Math.floor(seed / 2 ** 32), offset, rest);
    if (kind === 'uniform') wasm.call.bitsToUniform(at, size);
    if (kind === 'normal') wasm.call.bitsToNormal(at, size);
    return out;
  };
