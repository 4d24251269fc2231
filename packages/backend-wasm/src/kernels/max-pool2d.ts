import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';

export const maxPool2d =
  (wasm: WasmRuntime): Kernels['maxPool2d'] =>
  (x, geometry) => {
    const values = wasm.make(geometry.outputShape, 'float32');
    const indices = wasm.make(geometry.outputShape, 'int32');
    if (sizeOf(values.shape) > 0) {
      wasm.call.maxPool2d(windowPlan(wasm, geometry, 1), wasm.at(x), wasm.at(values), wasm.at(indices));
    }
    return { values, indices };
  };
