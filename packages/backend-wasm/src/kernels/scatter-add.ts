import { type Kernels, splitAtAxis } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const scatterAdd =
  (wasm: WasmRuntime): Kernels['scatterAdd'] =>
  (updates, indices, axis, size) => {
    const { outer, size: count, inner } = splitAtAxis(updates.shape, axis);
    const out = wasm.make(updates.shape.with(axis, size), updates.dtype);
    const kernel = updates.dtype === 'float32' ? wasm.call.scatterAddFloat : wasm.call.scatterAddInt;
    kernel(wasm.at(updates), wasm.at(indices), wasm.at(out), outer, count, size, inner, 0, inner);
    return out;
  };
