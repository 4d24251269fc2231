import { type Kernels, sizeOf } from '@neurona/backend';
import { gemm } from '../gemm.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { convParams, denseWindowOver, isNarrow, windowOver } from '../windows.js';
import { narrowConv2dInputGrad } from './narrow-conv2d-input-grad.js';

/** The windows over each input pixel as rows, times the weights with inputs and outputs swapped. */
export function conv2dInputGrad(gpu: WebGPURuntime): Kernels['conv2dInputGrad'] {
  return (grad, w, geometry) => {
    if (isNarrow(geometry)) return narrowConv2dInputGrad(gpu, grad, w, geometry);
    const { inputShape, groups } = geometry;
    const y = gpu.make(inputShape, 'float32');
    if (sizeOf(inputShape) === 0) return y;
    const params = convParams(geometry);
    const along = params.groupOut! >= 4 ? 'k' : undefined;
    const dense = geometry.stride.every((step) => step === 1);
    gemm(gpu, {
      name: 'conv2dInputGrad',
      key: `conv2dInputGrad ${dense}`,
      batch: groups,
      rows: sizeOf(inputShape.slice(0, 3)),
      columns: params.groupIn!,
      length: params.kernelHeight! * params.kernelWidth! * params.groupOut!,
      alongA: along ?? 'row',
      alongB: along ?? 'column',
      a: grad,
      b: w,
      c: y,
      declarations: () => (dense ? denseWindowOver : windowOver) + declarations,
      params,
      divisors: ['groupOut', 'kernelWidth', 'strideHeight', 'strideWidth'],
      place: 'row * params.inChannels + batch * params.groupIn + column',
    });
    return y;
  };
}

const declarations = `
fn rowA(batch: u32, row: u32) -> vec4i {
  let column = row % params.inWidth;
  let line = row / params.inWidth;
  let image = line / params.inHeight;
  return vec4i(
    i32(image * params.outHeight * params.outWidth * params.outChannels + batch * params.groupOut),
    i32(line % params.inHeight + params.top),
    i32(column + params.left),
    0,
  );
}
fn keyA(k: u32) -> vec4i {
  let tap = k / params.groupOut;
  return vec4i(
    i32(k % params.groupOut),
    i32(tap / params.kernelWidth * params.dilationHeight),
    i32(tap % params.kernelWidth * params.dilationWidth),
    0,
  );
}
fn loadA(row: vec4i, key: vec4i) -> f32 {
  let h = windowOver(row.y, u32(key.y), params.strideHeight, params.outHeight);
  let w = windowOver(row.z, u32(key.z), params.strideWidth, params.outWidth);
  if (h < 0 || w < 0) { return 0.0; }
  return a[row.x + (h * i32(params.outWidth) + w) * i32(params.outChannels) + key.x];
}
fn columnB(batch: u32, column: u32) -> vec4i {
  return vec4i(i32(column * params.outChannels + batch * params.groupOut));
}
fn keyB(k: u32) -> vec4i {
  return vec4i(i32(k / params.groupOut * params.groupIn * params.outChannels + k % params.groupOut));
}
fn loadB(key: vec4i, column: vec4i) -> f32 { return b[key.x + column.x]; }`;
