import { type Kernels, splitAtAxis } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const argReduce =
  (wasm: WasmRuntime): Kernels['argReduce'] =>
  (op, x, axis) => {
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const out = wasm.make(x.shape.toSpliced(axis, 1), 'int32');
    if (size === 0) return out;
    const kernel = x.dtype === 'float32' ? wasm.call.argFloat : wasm.call.argInt;
    kernel(op === 'argmax', wasm.at(x), wasm.at(out), outer, size, inner);
    return out;
  };
