import { type Kernels, stridesOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { copyStrided } from '../strided-copy.js';

export const reverse =
  (wasm: WasmRuntime): Kernels['reverse'] =>
  (x, axes) => {
    const out = wasm.make(x.shape, x.dtype);
    const strides = stridesOf(x.shape);
    const offset = axes.reduce((sum, axis) => sum + (x.shape[axis]! - 1) * strides[axis]!, 0);
    const turned = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    copyStrided(wasm, x.shape, { array: x, offset, strides: turned }, { array: out, offset: 0, strides });
    return out;
  };
