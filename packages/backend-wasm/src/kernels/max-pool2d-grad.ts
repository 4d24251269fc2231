import type { Kernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';

export const maxPool2dGrad =
  (wasm: WasmRuntime): Kernels['maxPool2dGrad'] =>
  (grad, indices, geometry) => {
    const out = wasm.make(geometry.inputShape, 'float32');
    const plan = windowPlan(wasm, geometry, 1);
    wasm.call.maxPool2dGrad(plan, wasm.at(grad), wasm.at(indices), wasm.at(out), geometry.inputShape[0]!);
    return out;
  };
