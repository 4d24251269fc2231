import type { Kernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';

export const avgPool2dGrad =
  (wasm: WasmRuntime): Kernels['avgPool2dGrad'] =>
  (grad, geometry) => {
    const out = wasm.make(geometry.inputShape, 'float32');
    wasm.call.avgPool2dGrad(
      windowPlan(wasm, geometry, 1),
      wasm.at(grad),
      wasm.at(out),
      geometry.countPadding,
      geometry.inputShape[0]!,
    );
    return out;
  };
