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
    wasm.call.gemm(a, inChannels, 1, b, outChannels, 1, c, outChannels, ...sizes, toBias, scratch, 0);
    return;
  }
  const plan = windowPlan(wasm, geometry, groups);
  const { call } = wasm;
  if (isDepthwise(geometry)) {
    const lines = outputShape[0]! * outputShape[1]!;
    call.depthwiseConv2d(plan, wasm.at(x), wasm.at(w), toBias, wasm.at(out), 0, lines);
  } else if (call.isWinograd(plan)) {
    convolveByTiles(wasm, plan, x, w, toBias, out);
  } else {
    convolveUnfolded(wasm, plan, x, w, toBias, out, groups);
  }
}

function convolveByTiles(
  wasm: WasmRuntime,
  plan: number,
  x: DeviceArray,
  w: DeviceArray,
  bias: number,
  out: DeviceArray,
): void {
  const { call } = wasm;
  const [, , inChannels = 0, outChannels = 0] = w.shape;
  const kernelBytes = call.winogradKernelBytes(plan);
  const transform = (to: number) => call.winogradKernel(plan, wasm.at(w), to, 0, inChannels);
  const localBytes = call.winogradScratchBytes(plan);
  // Scratch memory comes first: where there is little, it takes the place of what was kept.
  let local = wasm.scratch(0, localBytes);
  let kernel = wasm.derivedBlock(w, `tiles ${inChannels} ${outChannels}`, kernelBytes, transform);
  if (kernel === undefined) {
    kernel = wasm.scratch(kernelBytes, localBytes);
    local = kernel + kernelBytes;
    transform(kernel);
  }
  const blocks = call.winogradBlocks(plan);
  call.winogradConv2d(plan, wasm.at(x), kernel, bias, wasm.at(out), local, 0, blocks);
}

/** Kernels up to so many bytes are packed at once, but where they are kept. */
const PACKED_BYTES = 1 << 20;

function convolveUnfolded(
  wasm: WasmRuntime,
  plan: number,
  x: DeviceArray,
  w: DeviceArray,
  bias: number,
  out: DeviceArray,
  groups: number,
): void {
  const { call } = wasm;
  const all = call.convTapBlocks(plan);
  const blockBytes = groups * call.convPanelBytes(plan, false);
  const most = Math.max(1, Math.min(all, Math.floor(PACKED_BYTES / blockBytes)));
  const localBytes = call.convScratchBytes(plan);
  const pieces = call.convPieces(plan);
  const [from, to] = [wasm.at(x), wasm.at(out)];
  const local = wasm.scratch(0, localBytes);
  const kept = wasm.derivedBlock(w, `panels ${w.shape} ${groups}`, all * blockBytes, (at) =>
    call.convPack(plan, wasm.at(w), at, false, 0, all),
  );
  if (kept !== undefined) {
    call.conv2d(plan, from, kept, bias, to, 0, all, local, 0, pieces);
    return;
  }
  const packed = wasm.scratch(most * blockBytes, localBytes);
  const unfolded = packed + most * blockBytes;
  for (let block = 0; block < all; block += most) {
    const blocks = Math.min(most, all - block);
    call.convPack(plan, wasm.at(w), packed, false, block, blocks);
    call.conv2d(plan, from, packed, bias, to, block, blocks, unfolded, 0, pieces);
  }
}
