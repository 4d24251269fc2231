import {
  type ClampedConv,
  type ConvGeometry,
  type DeviceArray,
  type Kernels,
  sizeOf,
} from '@neurona/backend';
import { keptPanels } from '../kept-panels.js';
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
    convolve(wasm, { x, w, out }, geometry, { bias });
    return out;
  };
};

/** Arrays of a convolution. */
interface ConvArrays {
  readonly x: DeviceArray;
  readonly w: DeviceArray;
  readonly out: DeviceArray;
}

/** What is done to the sums: a bias is added, or they are finished as assembly/finish.ts says. */
interface ConvEnd {
  readonly bias?: DeviceArray | undefined;
  readonly finish?: ClampedConv;
}

/** Where the kernels find things: addresses, 0 for what there isn't. */
interface Places {
  readonly plan: number;
  readonly x: number;
  readonly out: number;
  readonly bias: number;
  readonly finish: number;
}

/** Bytes of a plan: the words of a `Finish` begin there. */
const PLAN_BYTES = 64;

/** The convolution into an existing array. */
export function convolve(
  wasm: WasmRuntime,
  { x, w, out }: ConvArrays,
  geometry: ConvGeometry,
  { bias, finish }: ConvEnd = {},
): void {
  const { outputShape, groups } = geometry;
  if (sizeOf(outputShape) === 0) return;
  const plan = windowPlan(wasm, geometry, groups, finish && finishWords(wasm, finish));
  const places: Places = {
    plan,
    x: wasm.at(x),
    out: wasm.at(out),
    bias: bias ? wasm.at(bias) : 0,
    finish: finish ? plan + PLAN_BYTES : 0,
  };
  const { call } = wasm;
  if (isPointwise(geometry)) {
    multiply(wasm, places, w, sizeOf(outputShape.slice(0, 3)));
  } else if (isDepthwise(geometry)) {
    const lines = outputShape[0]! * outputShape[1]!;
    call.depthwiseConv2d(plan, places.x, wasm.at(w), places.bias, places.out, places.finish, 0, lines);
  } else if (geometry.fastMath && call.isLargeTiled(plan)) {
    convolveByTiles(wasm, places, w, 'largeTiles');
  } else if (call.isWinograd(plan)) {
    convolveByTiles(wasm, places, w, 'winograd');
  } else {
    convolveUnfolded(wasm, places, w, groups);
  }
}

/** The words of a `Finish`. */
function finishWords(wasm: WasmRuntime, { scale, shift, min, max }: ClampedConv): number[] {
  const bounds = new Int32Array(Float32Array.of(min, max).buffer);
  return scale && shift ? [wasm.at(scale), wasm.at(shift), ...bounds] : [0, 0, ...bounds];
}

function multiply(wasm: WasmRuntime, places: Places, w: DeviceArray, pixels: number): void {
  const [, , inChannels = 0, outChannels = 0] = w.shape;
  const scratch = wasm.scratch(wasm.call.gemmScratchBytes());
  const b = { array: w, rows: inChannels, columns: outChannels, row: outChannels, column: 1 };
  const panels = keptPanels(wasm, b, pixels);
  const sizes = [pixels, outChannels, inChannels] as const;
  const { x, out, bias, finish } = places;
  const to = wasm.at(w);
  wasm.call.gemm(
    x,
    inChannels,
    1,
    to,
    outChannels,
    1,
    out,
    outChannels,
    ...sizes,
    bias,
    scratch,
    panels,
    finish,
  );
}

function convolveByTiles(
  wasm: WasmRuntime,
  places: Places,
  w: DeviceArray,
  tiles: 'winograd' | 'largeTiles',
): void {
  const { call } = wasm;
  const { plan, x, bias, out, finish } = places;
  const [, , inChannels = 0, outChannels = 0] = w.shape;
  const kernelBytes = call[`${tiles}KernelBytes`](plan);
  const transform = (to: number) => call[`${tiles}Kernel`](plan, wasm.at(w), to, 0, inChannels);
  const localBytes = call[`${tiles}ScratchBytes`](plan);
  // Scratch memory comes first: where there is little, it takes the place of what was kept.
  let local = wasm.scratch(0, localBytes);
  let kernel = wasm.derivedBlock(w, `${tiles} ${inChannels} ${outChannels}`, kernelBytes, transform);
  if (kernel === undefined) {
    kernel = wasm.scratch(kernelBytes, localBytes);
    local = kernel + kernelBytes;
    transform(kernel);
  }
  const blocks = call[`${tiles}Blocks`](plan);
  call[`${tiles}Conv2d`](plan, x, kernel, bias, out, local, finish, 0, blocks);
}

/** Kernels up to so many bytes are packed at once, but where they are kept. */
const PACKED_BYTES = 1 << 20;

function convolveUnfolded(wasm: WasmRuntime, places: Places, w: DeviceArray, groups: number): void {
  const { call } = wasm;
  const { plan, x, bias, out, finish } = places;
  const all = call.convTapBlocks(plan);
  const blockBytes = groups * call.convPanelBytes(plan, false);
  const most = Math.max(1, Math.min(all, Math.floor(PACKED_BYTES / blockBytes)));
  const localBytes = call.convScratchBytes(plan);
  const pieces = call.convPieces(plan);
  const local = wasm.scratch(0, localBytes);
  const kept = wasm.derivedBlock(w, `panels ${w.shape} ${groups}`, all * blockBytes, (at) =>
    call.convPack(plan, wasm.at(w), at, false, 0, all),
  );
  if (kept !== undefined) {
    call.conv2d(plan, x, kept, bias, out, 0, all, local, finish, 0, pieces);
    return;
  }
  const packed = wasm.scratch(most * blockBytes, localBytes);
  const unfolded = packed + most * blockBytes;
  for (let block = 0; block < all; block += most) {
    const blocks = Math.min(most, all - block);
    call.convPack(plan, wasm.at(w), packed, false, block, blocks);
    call.conv2d(plan, x, packed, bias, out, block, blocks, unfolded, finish, 0, pieces);
  }
}
