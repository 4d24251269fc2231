import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const topK =
  (wasm: WasmRuntime): Kernels['topK'] =>
  (x, k, largest) => {
    const size = x.shape.at(-1)!;
    const shape = [...x.shape.slice(0, -1), k];
    const rows = sizeOf(x.shape.slice(0, -1));
    const values = wasm.make(shape, x.dtype);
    const indices = wasm.make(shape, 'int32');
    const scratch = wasm.scratch(0, 16 * size);
    const float = x.dtype === 'float32';
    if (k > 0)
      wasm.call.topK(float, largest, wasm.at(x), wasm.at(values), wasm.at(indices), rows, size, k, scratch);
    return { values, indices };
  };
