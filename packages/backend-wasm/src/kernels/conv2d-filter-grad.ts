import { type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { wholeLines } from '../whole-lines.js';
import { windowPlan } from '../window-plan.js';
import { isDepthwise } from './conv2d.js';

export const conv2dFilterGrad =
  (wasm: WasmRuntime): Kernels['conv2dFilterGrad'] =>
  (x, grad, geometry) => {
    const { inputShape, outputShape, kernelSize, groups } = geometry;
    const out = wasm.make([...kernelSize, inputShape[3]! / groups, outputShape[3]!], 'float32');
    if (sizeOf(out.shape) === 0) return out;
    const plan = windowPlan(wasm, geometry, groups);
    const addresses = [wasm.at(x), wasm.at(grad), wasm.at(out)] as const;
    if (isDepthwise(geometry)) depthwise(wasm, plan, sizeOf(out.shape), ...addresses);
    else if (wasm.call.isWinograd(plan)) winograd(wasm, plan, sizeOf(out.shape), ...addresses);
    else unfolded(wasm, plan, sizeOf(out.shape), groups, ...addresses);
    return out;
  };

// In all three, parts of the windows have sums of their own, which are added in their order.

function depthwise(
  wasm: WasmRuntime,
  plan: number,
  size: number,
  x: number,
  grad: number,
  out: number,
): void {
  const parts = wasm.call.depthwiseParts(plan);
  const sums = parts > 1 ? wasm.scratch(4 * size * parts) : out;
  wasm.call.depthwiseFilterGrad(plan, x, grad, sums, 0, parts);
  if (parts > 1) addParts(wasm, out, sums, parts, size);
}

function unfolded(
  wasm: WasmRuntime,
  plan: number,
  size: number,
  groups: number,
  x: number,
  grad: number,
  out: number,
): void {
  const { call } = wasm;
  const parts = call.convParts(plan);
  const shared = parts > 1 ? wholeLines(4 * size * parts) : 0;
  const scratch = wasm.scratch(shared, call.convScratchBytes(plan));
  const sums = parts > 1 ? scratch : out;
  call.conv2dFilterGrad(plan, x, grad, sums, scratch + shared, 0, parts * groups * call.convTapBlocks(plan));
  if (parts > 1) addParts(wasm, out, sums, parts, size);
}

function winograd(wasm: WasmRuntime, plan: number, size: number, x: number, grad: number, out: number): void {
  const { call } = wasm;
  const parts = call.winogradParts(plan);
  const products = (size / 9) * 16;
  const shared = wholeLines(4 * products * parts);
  const sums = wasm.scratch(shared, call.winogradScratchBytes(plan));
  call.winogradFilterSums(plan, x, grad, sums, sums + shared, 0, call.winogradPieces(plan));
  if (parts > 1) call.addArrays(sums, sums + 4 * products, products, parts - 1, products);
  call.winogradFilterGrad(plan, out, sums);
}

function addParts(wasm: WasmRuntime, out: number, sums: number, parts: number, size: number): void {
  wasm.call.copyBytes(out, sums, 4 * size);
  wasm.call.addArrays(out, sums + 4 * size, size, parts - 1, size);
}
