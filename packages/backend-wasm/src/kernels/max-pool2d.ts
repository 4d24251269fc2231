import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';

export const maxPool2d =
  (wasm: WasmRuntime): Kernels['maxPool2d'] =>
  (x, geometry) => {
    const values = wasm.make(geometry.outputShape, 'float32');
    const indices = wasm.make(geometry.outputShape, 'int32');
    if (sizeOf(values.shape) > 0) {
      const lines = geometry.outputShape[0]! * geometry.outputShape[1]!;
      const plan = windowPlan(wasm, geometry, 1);
      wasm.call.maxPool2d(plan, wasm.at(x), wasm.at(values), wasm.at(indices), 0, lines);
    }
    return { values, indices };
  };
