import { type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, fieldsOf } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { windowOver, windowParams } from '../windows.js';

/** Each input pixel sums its share of the windows over it. */
export function avgPool2dGrad(gpu: WebGPURuntime): Kernels['avgPool2dGrad'] {
  return (grad, geometry) => {
    const y = gpu.make(geometry.inputShape, 'float32');
    const size = sizeOf(geometry.inputShape);
    if (size === 0) return y;
    const params = { size, countPadding: Number(geometry.countPadding), ...windowParams(geometry) };
    const source = () => ({
      name: 'avgPool2dGrad',
      inputs: { grad: 'f32' } as const,
      outputs: { y: 'f32' } as const,
      params: fieldsOf(params),
      declarations: `${windowOver}
// taps of the window at \`index\` that lie inside the image
fn inside(index: u32, stride: u32, before: u32, dilation: u32, taps: u32, size: u32) -> u32 {
  var count = 0u;
  for (var k = 0u; k < taps; k++) {
    let at = i32(index * stride + k * dilation) - i32(before);
    if (at >= 0 && at < i32(size)) { count++; }
  }
  return count;
}`,
      body: `${eachElement()}
  let channel = i % params.inChannels;
  let position = i / params.inChannels;
  let w = position % params.inWidth;
  let line = position / params.inWidth;
  let h = line % params.inHeight;
  let image = line / params.inHeight * params.outHeight;
  var sum = 0.0;
  for (var kh = 0u; kh < params.kernelHeight; kh++) {
    let row = windowOver(i32(h + params.top), kh * params.dilationHeight, params.strideHeight, params.outHeight);
    if (row < 0) { continue; }
    var high = params.kernelHeight;
    if (params.countPadding == 0u) {
      high = inside(u32(row), params.strideHeight, params.top, params.dilationHeight, params.kernelHeight, params.inHeight);
    }
    for (var kw = 0u; kw < params.kernelWidth; kw++) {
      let column = windowOver(i32(w + params.left), kw * params.dilationWidth, params.strideWidth, params.outWidth);
      if (column < 0) { continue; }
      var wide = params.kernelWidth;
      if (params.countPadding == 0u) {
        wide = inside(u32(column), params.strideWidth, params.left, params.dilationWidth, params.kernelWidth, params.inWidth);
      }
      let at = ((image + u32(row)) * params.outWidth + u32(column)) * params.outChannels + channel;
      sum += grad[at] / f32(high * wide);
    }
  }
  y[i] = sum;`,
    });
    gpu.dispatch('avgPool2dGrad', source, {
      inputs: [grad],
      outputs: [y],
      params: Object.values(params),
      groups: elementGroups(size),
    });
    return y;
  };
}
