import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

const pattern = new DataView(new ArrayBuffer(4));

/** The bits of a float32 as an integer. */
function floatBits(value: number): number {
  pattern.setFloat32(0, value);
  return pattern.getInt32(0);
}

export const fill =
  (wasm: WasmRuntime): Kernels['fill'] =>
  (shape, value, dtype) => {
    const out = wasm.make(shape, dtype);
    if (dtype === 'bool') wasm.call.fillBytes(wasm.at(out), value === 0 ? 0 : 1, sizeOf(shape));
    else wasm.call.fillWords(wasm.at(out), dtype === 'float32' ? floatBits(value) : value, sizeOf(shape));
    return out;
  };
