import { bytesPerElement, type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const gather =
  (wasm: WasmRuntime): Kernels['gather'] =>
  (x, indices, axis) => {
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const count = sizeOf(indices.shape);
    const out = wasm.make(x.shape.with(axis, count), x.dtype);
    const rowBytes = inner * bytesPerElement(x.dtype);
    if (rowBytes > 0)
      wasm.call.gather(
        wasm.at(x),
        wasm.at(indices),
        wasm.at(out),
        outer,
        size,
        count,
        rowBytes,
        x.dtype === 'float32',
      );
    return out;
  };
