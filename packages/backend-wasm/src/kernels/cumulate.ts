import { type Kernels, splitAtAxis } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const cumulate =
  (wasm: WasmRuntime): Kernels['cumulate'] =>
  (op, x, axis) => {
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const out = wasm.make(x.shape, x.dtype);
    const kernel = x.dtype === 'float32' ? wasm.call.cumulateFloat : wasm.call.cumulateInt;
    kernel(op === 'prod', wasm.at(x), wasm.at(out), outer, size, inner);
    return out;
  };
