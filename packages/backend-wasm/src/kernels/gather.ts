import { bytesPerElement, type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** The fill of a row out of range, as the bits of a word: NaN, the smallest int32, false. */
const missing = { float32: 0x7fc00000, int32: -(2 ** 31), bool: 0 };

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
        missing[x.dtype],
      );
    return out;
  };
