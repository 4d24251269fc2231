import { type Kernels, stridesOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { copyStrided } from '../strided-copy.js';

export const concat =
  (wasm: WasmRuntime): Kernels['concat'] =>
  (xs, axis) => {
    const first = xs[0]!;
    const length = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
    const shape = first.shape.with(axis, length);
    const strides = stridesOf(shape);
    const out = wasm.make(shape, first.dtype);
    let at = 0;
    for (const x of xs) {
      const from = { array: x, offset: 0, strides: stridesOf(x.shape) };
      copyStrided(wasm, x.shape, from, { array: out, offset: at * strides[axis]!, strides });
      at += x.shape[axis]!;
    }
    return out;
  };
