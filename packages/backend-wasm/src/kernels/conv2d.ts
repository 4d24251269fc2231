import { type ConvGeometry, type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';

/** Whether every channel has its own kernel. */
export const isDepthwise = ({ inputShape, outputShape, groups }: ConvGeometry): boolean =>
  groups > 1 && groups === inputShape[3] && groups === outputShape[3];

/** Whether windows are single pixels, so that a convolution is a plain matrix product. */
const isPointwise = ({ kernelSize, stride, padding, groups }: ConvGeometry): boolean =>
  groups === 1 &&
  kernelSize[0] * kernelSize[1] === 1 &&
  stride[0] * stride[1] === 1 &&
  padding.top + padding.bottom + padding.left + padding.right === 0;

export const conv2d = (wasm: WasmRuntime): Kernels['conv2d'] => {
  return (x, w, geometry, bias) => {
    const out = wasm.make(geometry.outputShape, 'float32');
    convolve(wasm, x, w, geometry, bias, out);
    return out;
  };
};

/** The convolution into an existing array. */
export function convolve(
  wasm: WasmRuntime,
  x: DeviceArray,
  w: DeviceArray,
  geometry: ConvGeometry,
  bias: DeviceArray | undefined,
  out: DeviceArray,
): void {
  const { inputShape, outputShape, groups } = geometry;
  if (sizeOf(outputShape) === 0) return;
  const [inChannels = 0, outChannels = 0] = [inputShape[3], outputShape[3]];
  const toBias = bias ? wasm.at(bias) : 0;
  if (isPointwise(geometry)) {
    const pixels = sizeOf(outputShape.slice(0, 3));
    const scratch = wasm.scratch(wasm.call.gemmScratchBytes());
    const sizes = [pixels, outChannels, inChannels] as const;
    const [a, b, c] = [wasm.at(x), wasm.at(w), wasm.at(out)];
    wasm.call.gemm(a, inChannels, 1, b, outChannels, 1, c, outChannels, ...sizes, toBias, scratch);
    return;
  }
  const plan = windowPlan(wasm, geometry, groups);
  const { call } = wasm;
  if (isDepthwise(geometry)) {
    const lines = outputShape[0]! * outputShape[1]!;
    call.depthwiseConv2d(plan, wasm.at(x), wasm.at(w), toBias, wasm.at(out), 0, lines);
  } else if (call.isWinograd(plan)) {
    const kernelBytes = call.winogradKernelBytes(plan);
    const kernel = wasm.scratch(kernelBytes, call.winogradScratchBytes(plan));
    call.winogradKernel(plan, wasm.at(w), kernel, 0, inChannels);
    const blocks = call.winogradBlocks(plan);
    call.winogradConv2d(plan, wasm.at(x), kernel, toBias, wasm.at(out), kernel + kernelBytes, 0, blocks);
  } else {
    convolveUnfolded(wasm, plan, wasm.at(x), wasm.at(w), toBias, wasm.at(out), groups);
  }
}

/** Kernels up to so many bytes are packed at once. */
const PACKED_BYTES = 1 << 20;

function convolveUnfolded(
  wasm: WasmRuntime,
  plan: number,
  x: number,
  w: number,
  bias: number,
  out: number,
  groups: number,
): void {
  const { call } = wasm;
  const all = call.convTapBlocks(plan);
  const blockBytes = groups * call.convPanelBytes(plan, false);
  const most = Math.max(1, Math.min(all, Math.floor(PACKED_BYTES / blockBytes)));
  const packed = wasm.scratch(most * blockBytes, call.convScratchBytes(plan));
  const unfolded = packed + most * blockBytes;
  for (let block = 0; block < all; block += most) {
    const blocks = Math.min(most, all - block);
    call.convPack(plan, w, packed, false, block, blocks);
    call.conv2d(plan, x, packed, bias, out, block, blocks, unfolded, 0, call.convPieces(plan));
  }
}
