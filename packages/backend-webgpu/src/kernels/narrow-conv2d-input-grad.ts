import { type ConvGeometry, type DeviceArray, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, fieldsOf } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { convParams, windowOver } from '../windows.js';

/** Gradient of a convolution with narrow groups: each input element sums over the windows that see it. */
export function narrowConv2dInputGrad(
  gpu: WebGPURuntime,
  grad: DeviceArray,
  w: DeviceArray,
  geometry: ConvGeometry,
): DeviceArray {
  const y = gpu.make(geometry.inputShape, 'float32');
  const size = sizeOf(geometry.inputShape);
  if (size === 0) return y;
  const params = { size, ...convParams(geometry) };
  const source = () => ({
    name: 'narrow conv2dInputGrad',
    inputs: { grad: 'f32', w: 'f32' } as const,
    outputs: { y: 'f32' } as const,
    params: fieldsOf(params),
    declarations: windowOver,
    body: `${eachElement()}
  let channel = i % params.inChannels;
  let position = i / params.inChannels;
  let column = i32(position % params.inWidth + params.left);
  let line = position / params.inWidth;
  let image = line / params.inHeight * params.outHeight;
  let row = i32(line % params.inHeight + params.top);
  let first = channel / params.groupIn * params.groupOut;
  var sum = 0.0;
  for (var kh = 0u; kh < params.kernelHeight; kh++) {
    let h = windowOver(row, kh * params.dilationHeight, params.strideHeight, params.outHeight);
    if (h < 0) { continue; }
    for (var kw = 0u; kw < params.kernelWidth; kw++) {
      let v = windowOver(column, kw * params.dilationWidth, params.strideWidth, params.outWidth);
      if (v < 0) { continue; }
      let pixel = ((image + u32(h)) * params.outWidth + u32(v)) * params.outChannels + first;
      let tap = (kh * params.kernelWidth + kw) * params.groupIn + channel % params.groupIn;
      for (var c = 0u; c < params.groupOut; c++) {
        sum += grad[pixel + c] * w[tap * params.outChannels + first + c];
      }
    }
  }
  y[i] = sum;`,
  });
  gpu.dispatch('narrow conv2dInputGrad', source, {
    inputs: [grad, w],
    outputs: [y],
    params: Object.values(params),
    groups: elementGroups(size),
  });
  return y;
}
