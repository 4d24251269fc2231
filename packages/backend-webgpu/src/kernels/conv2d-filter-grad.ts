import { type Kernels, sizeOf } from '@neurona/backend';
import { gemm } from '../gemm.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { convParams, isNarrow } from '../windows.js';
import { narrowConv2dFilterGrad } from './narrow-conv2d-filter-grad.js';

/** Windows, turned, times the gradient: few results and a long sum over all positions, which `gemm` splits. */
export function conv2dFilterGrad(gpu: WebGPURuntime): Kernels['conv2dFilterGrad'] {
  return (x, grad, geometry) => {
    if (isNarrow(geometry)) return narrowConv2dFilterGrad(gpu, x, grad, geometry);
    const { outputShape, groups, kernelSize } = geometry;
    const params = convParams(geometry);
    const shape = [...kernelSize, params.groupIn!, params.outChannels!];
    const y = gpu.make(shape, 'float32');
    if (sizeOf(shape) === 0) return y;
    gemm(gpu, {
      name: 'conv2dFilterGrad',
      key: 'conv2dFilterGrad',
      batch: groups,
      rows: sizeOf(shape.slice(0, 3)),
      columns: params.groupOut!,
      length: sizeOf(outputShape.slice(0, 3)),
      alongA: params.groupIn! >= 4 ? 'row' : 'k',
      alongB: 'column',
      a: x,
      b: grad,
      c: y,
      declarations: () => declarations,
      params,
      divisors: ['outHeight', 'outWidth'],
      place: 'row * params.outChannels + batch * params.groupOut + column',
    });
    return y;
  };
}

const declarations = `
fn rowA(batch: u32, row: u32) -> vec4i {
  let tap = row / params.groupIn;
  return vec4i(
    i32(batch * params.groupIn + row % params.groupIn),
    i32(tap / params.kernelWidth * params.dilationHeight) - i32(params.top),
    i32(tap % params.kernelWidth * params.dilationWidth) - i32(params.left),
    0,
  );
}
fn keyA(k: u32) -> vec4i {
  let column = k % params.outWidth;
  let line = k / params.outWidth;
  let image = line / params.outHeight;
  return vec4i(
    i32(image * params.inHeight * params.inWidth * params.inChannels),
    i32(line % params.outHeight * params.strideHeight),
    i32(column * params.strideWidth),
    0,
  );
}
fn loadA(row: vec4i, key: vec4i) -> f32 {
  let h = row.y + key.y;
  let w = row.z + key.z;
  if (h < 0 || w < 0 || h >= i32(params.inHeight) || w >= i32(params.inWidth)) { return 0.0; }
  return a[row.x + key.x + (h * i32(params.inWidth) + w) * i32(params.inChannels)];
}
fn columnB(batch: u32, column: u32) -> vec4i { return vec4i(i32(batch * params.groupOut + column)); }
fn keyB(k: u32) -> vec4i { return vec4i(i32(k * params.outChannels)); }
fn loadB(key: vec4i, column: vec4i) -> f32 { return b[key.x + column.x]; }`;
