import { type Kernels, stridesOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { copyStrided } from '../strided-copy.js';
import { fill } from './fill.js';

export const pad = (wasm: WasmRuntime): Kernels['pad'] => {
  const filled = fill(wasm);
  return (x, padding, value) => {
    const shape = x.shape.map((size, axis) => padding[axis]![0] + size + padding[axis]![1]);
    const out = filled(shape, value, x.dtype);
    const strides = stridesOf(shape);
    const offset = strides.reduce((sum, stride, axis) => sum + stride * padding[axis]![0], 0);
    copyStrided(
      wasm,
      x.shape,
      { array: x, offset: 0, strides: stridesOf(x.shape) },
      { array: out, offset, strides },
    );
    return out;
  };
};
