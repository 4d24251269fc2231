import {
  type ConvGeometry,
  type DeviceArray,
  type FusedKernels,
  type Kernels,
  sizeOf,
} from '@neurona/backend';
import type { Ending } from '../ending.js';
import { gemm } from '../gemm.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { convParams, isNarrow } from '../windows.js';
import { narrowConv2d } from './narrow-conv2d.js';

/** A convolution, to whose sums a bias is added. */
export const conv2d =
  (gpu: WebGPURuntime): Kernels['conv2d'] =>
  (x, w, geometry, bias) =>
    convolve(gpu, x, w, geometry, { bias });

/** A convolution whose sums are scaled, shifted and clamped before they are written. */
export const clampedConv2d =
  (gpu: WebGPURuntime): FusedKernels['clampedConv2d'] =>
  (x, w, geometry, { shift, ...ending }) =>
    convolve(gpu, x, w, geometry, { ...ending, bias: shift });

/** Images' windows as rows, times the weights as a matrix; the windows are read in place, never written out. */
function convolve(
  gpu: WebGPURuntime,
  x: DeviceArray,
  w: DeviceArray,
  geometry: ConvGeometry,
  ending: Ending,
): DeviceArray {
  if (isNarrow(geometry)) return narrowConv2d(gpu, x, w, geometry, ending);
  const { outputShape, groups } = geometry;
  const y = gpu.make(outputShape, 'float32');
  if (sizeOf(outputShape) === 0) return y;
  const params = convParams(geometry);
  gemm(gpu, {
    name: 'conv2d',
    key: 'conv2d',
    batch: groups,
    rows: sizeOf(outputShape.slice(0, 3)),
    columns: params.groupOut!,
    length: sizeOf(w.shape.slice(0, 3)),
    alongA: params.groupIn! >= 4 ? 'k' : 'row',
    alongB: 'column',
    a: x,
    b: w,
    ending,
    c: y,
    declarations: () => declarations,
    params,
    divisors: ['groupIn', 'kernelWidth'],
    place: 'row * params.outChannels + batch * params.groupOut + column',
  });
  return y;
}

const declarations = `
fn rowA(batch: u32, row: u32) -> vec4i {
  let column = row % params.outWidth;
  let line = row / params.outWidth;
  let image = line / params.outHeight;
  return vec4i(
    i32(image * params.inHeight * params.inWidth * params.inChannels + batch * params.groupIn),
    i32(line % params.outHeight * params.strideHeight) - i32(params.top),
    i32(column * params.strideWidth) - i32(params.left),
    0,
  );
}
fn keyA(k: u32) -> vec4i {
  let tap = k / params.groupIn;
  return vec4i(
    i32(k % params.groupIn),
    i32(tap / params.kernelWidth * params.dilationHeight),
    i32(tap % params.kernelWidth * params.dilationWidth),
    0,
  );
}
fn loadA(row: vec4i, key: vec4i) -> f32 {
  let h = row.y + key.y;
  let w = row.z + key.z;
  if (h < 0 || w < 0 || h >= i32(params.inHeight) || w >= i32(params.inWidth)) { return 0.0; }
  return a[row.x + (h * i32(params.inWidth) + w) * i32(params.inChannels) + key.x];
}
fn columnB(batch: u32, column: u32) -> vec4i { return vec4i(i32(batch * params.groupOut + column)); }
fn keyB(k: u32) -> vec4i { return vec4i(i32(k * params.outChannels)); }
fn loadB(key: vec4i, column: vec4i) -> f32 { return b[key.x + column.x]; }`;
