import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';

export const avgPool2d =
  (wasm: WasmRuntime): Kernels['avgPool2d'] =>
  (x, geometry) => {
    const out = wasm.make(geometry.outputShape, 'float32');
    if (sizeOf(out.shape) > 0) {
      const lines = geometry.outputShape[0]! * geometry.outputShape[1]!;
      const plan = windowPlan(wasm, geometry, 1);
      wasm.call.avgPool2d(plan, wasm.at(x), wasm.at(out), geometry.countPadding, 0, lines);
    }
    return out;
  };
