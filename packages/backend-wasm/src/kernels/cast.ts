import { type DType, type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { copy } from './copy.js';

/** The numbers of assembly/fill.ts. */
const kinds: Record<DType, number> = { float32: 0, int32: 1, bool: 2 };

export const cast = (wasm: WasmRuntime): Kernels['cast'] => {
  const copyOf = copy(wasm);
  return (x, dtype) => {
    if (x.dtype === dtype) return copyOf(x);
    const out = wasm.make(x.shape, dtype);
    wasm.call.cast(kinds[x.dtype], kinds[dtype], wasm.at(x), wasm.at(out), sizeOf(x.shape));
    return out;
  };
};
