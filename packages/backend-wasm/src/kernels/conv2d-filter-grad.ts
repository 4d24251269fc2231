import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';
import { isDepthwise } from './conv2d.js';

export const conv2dFilterGrad =
  (wasm: WasmRuntime): Kernels['conv2dFilterGrad'] =>
  (x, grad, geometry) => {
    const { inputShape, outputShape, kernelSize, groups } = geometry;
    const out = wasm.make([...kernelSize, inputShape[3]! / groups, outputShape[3]!], 'float32');
    if (sizeOf(out.shape) === 0) return out;
    const plan = windowPlan(wasm, geometry, groups);
    if (isDepthwise(geometry)) {
      wasm.call.depthwiseFilterGrad(plan, wasm.at(x), wasm.at(grad), wasm.at(out));
    } else if (wasm.call.isWinograd(plan)) {
      const scratch = wasm.scratch(wasm.call.winogradScratchBytes(plan));
      wasm.call.winogradFilterGrad(plan, wasm.at(x), wasm.at(grad), wasm.at(out), scratch);
    } else {
      const scratch = wasm.scratch(wasm.call.convScratchBytes(plan));
      wasm.call.conv2dFilterGrad(plan, wasm.at(x), wasm.at(grad), wasm.at(out), scratch);
    }
    return out;
  };
