import { type ConvGeometry, type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { windowPlan } from '../window-plan.js';
import { convolve, isDepthwise } from './conv2d.js';

/** Whether one window covers an image, so that the gradient is a product with the transposed kernel. */
const isWhole = ({ inputShape, outputShape, kernelSize, padding, dilation, groups }: ConvGeometry): boolean =>
  groups === 1 &&
  outputShape[1]! * outputShape[2]! === 1 &&
  kernelSize.every((size, axis) => size === inputShape[1 + axis] && (size === 1 || dilation[axis] === 1)) &&
  Object.values(padding).every((side) => side === 0);

export const conv2dInputGrad = (wasm: WasmRuntime): Kernels['conv2dInputGrad'] => {
  /** At stride 1 the gradient is a convolution of `grad` with the kernel turned by 180 degrees. */
  function convolveTurned(grad: DeviceArray, w: DeviceArray, geometry: ConvGeometry, out: DeviceArray): void {
    const { inputShape, outputShape, kernelSize, dilation, padding, groups } = geometry;
    const turned = wasm.make([...kernelSize, outputShape[3]! / groups, inputShape[3]!], 'float32');
    const plan = windowPlan(wasm, geometry, groups);
    wasm.call.turnKernel(plan, wasm.at(w), wasm.at(turned), 0, outputShape[3]! / groups);
    const reachHeight = dilation[0] * (kernelSize[0] - 1);
    const reachWidth = dilation[1] * (kernelSize[1] - 1);
    const back: ConvGeometry = {
      ...geometry,
      inputShape: outputShape,
      outputShape: inputShape,
      padding: {
        top: reachHeight - padding.top,
        bottom: reachHeight - padding.bottom,
        left: reachWidth - padding.left,
        right: reachWidth - padding.right,
      },
    };
    convolve(wasm, { x: grad, w: turned, out }, back);
    wasm.free(turned);
  }

  function multiply(grad: DeviceArray, w: DeviceArray, out: DeviceArray): void {
    const [images = 0, , , outChannels = 0] = grad.shape;
    const size = sizeOf(out.shape.slice(1));
    const scratch = wasm.scratch(wasm.call.gemmScratchBytes());
    const [a, b, c] = [wasm.at(grad), wasm.at(w), wasm.at(out)];
    wasm.call.gemm(
      a,
      outChannels,
      1,
      b,
      1,
      outChannels,
      c,
      size,
      images,
      size,
      outChannels,
      0,
      scratch,
      0,
      0,
    );
  }

  return (grad, w, geometry) => {
    const { inputShape, stride, groups } = geometry;
    const out = wasm.make(inputShape, 'float32');
    if (sizeOf(inputShape) === 0) return out;
    if (sizeOf(grad.shape) > 0 && isWhole(geometry)) {
      multiply(grad, w, out);
      return out;
    }
    if (stride[0] === 1 && stride[1] === 1 && sizeOf(grad.shape) > 0) {
      convolveTurned(grad, w, geometry, out);
      return out;
    }
    const plan = windowPlan(wasm, geometry, groups);
    const { call } = wasm;
    const images = inputShape[0]!;
    if (isDepthwise(geometry)) {
      call.depthwiseInputGrad(plan, wasm.at(grad), wasm.at(w), wasm.at(out), 0, images);
    } else {
      const blocks = call.convTapBlocks(plan);
      const packedBytes = blocks * groups * call.convPanelBytes(plan, true);
      const packed = wasm.scratch(packedBytes, call.convScratchBytes(plan));
      call.convPack(plan, wasm.at(w), packed, true, 0, blocks);
      call.conv2dInputGrad(plan, wasm.at(grad), packed, wasm.at(out), packed + packedBytes, 0, images);
    }
    return out;
  };
};
