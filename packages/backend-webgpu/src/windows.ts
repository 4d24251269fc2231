// internal
import type { ConvGeometry, WindowGeometry } from '@neurona/backend';

/** Params that every window kernel reads. */
export function windowParams(geometry: WindowGeometry): Record<string, number> {
  const { inputShape, outputShape, kernelSize, stride, dilation, padding } = geometry;
  return {
    inHeight: inputShape[1]!,
    inWidth: inputShape[2]!,
    inChannels: inputShape[3]!,
    outHeight: outputShape[1]!,
    outWidth: outputShape[2]!,
    outChannels: outputShape[3]!,
    kernelHeight: kernelSize[0],
    kernelWidth: kernelSize[1],
    strideHeight: stride[0],
    strideWidth: stride[1],
    dilationHeight: dilation[0],
    dilationWidth: dilation[1],
    top: padding.top,
    left: padding.left,
  };
}

/** The same with the channels of one group. */
export function convParams(geometry: ConvGeometry): Record<string, number> {
  const { groups } = geometry;
  return {
    ...windowParams(geometry),
    groupIn: geometry.inputShape[3]! / groups,
    groupOut: geometry.outputShape[3]! / groups,
  };
}

/** Whether groups are so narrow that a product of matrices would mostly multiply zeros: depthwise convolutions. */
export const isNarrow = ({ groups, inputShape, outputShape }: ConvGeometry): boolean =>
  groups > 1 && Math.min(inputShape[3]!, outputShape[3]!) / groups < 8;

/** WGSL: the window that sees input place `at` with its tap at `tap` pixels from its corner, or -1. */
export const windowOver = `
fn windowOver(at: i32, tap: u32, stride: u32, count: u32) -> i32 {
  let ahead = at - i32(tap);
  if (ahead < 0 || ahead % i32(stride) != 0 || ahead / i32(stride) >= i32(count)) { return -1; }
  return ahead / i32(stride);
}`;

/** The same for windows one pixel apart, without divisions. */
export const denseWindowOver = `
fn windowOver(at: i32, tap: u32, stride: u32, count: u32) -> i32 {
  let index = at - i32(tap);
  return select(index, -1, index >= i32(count));
}`;
