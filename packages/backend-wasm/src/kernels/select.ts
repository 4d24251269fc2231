import { broadcastShapes, type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { broadcastStrides, planWalk } from '../walk.js';

export const select =
  (wasm: WasmRuntime): Kernels['select'] =>
  (condition, a, b) => {
    const shape = broadcastShapes('select', condition.shape, broadcastShapes('select', a.shape, b.shape));
    const out = wasm.make(shape, a.dtype);
    if (sizeOf(shape) === 0) return out;
    const walk = planWalk(
      shape,
      broadcastStrides(condition.shape, shape),
      broadcastStrides(a.shape, shape),
      broadcastStrides(b.shape, shape),
    );
    const unit = a.dtype === 'bool' ? 0 : 2;
    const words = wasm.words(walk.words);
    wasm.call.select(wasm.at(condition), wasm.at(a), wasm.at(b), wasm.at(out), unit, words, walk.ndim);
    return out;
  };
