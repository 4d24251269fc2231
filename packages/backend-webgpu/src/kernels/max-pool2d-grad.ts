import { type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, fieldsOf } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { windowOver, windowParams } from '../windows.js';

/** Each input pixel sums the gradient of the windows over it that chose it: no two threads write one place. */
export function maxPool2dGrad(gpu: WebGPURuntime): Kernels['maxPool2dGrad'] {
  return (grad, indices, geometry) => {
    const y = gpu.make(geometry.inputShape, 'float32');
    const size = sizeOf(geometry.inputShape);
    if (size === 0) return y;
    const params = { size, ...windowParams(geometry) };
    const source = () => ({
      name: 'maxPool2dGrad',
      inputs: { grad: 'f32', indices: 'i32' } as const,
      outputs: { y: 'f32' } as const,
      params: fieldsOf(params),
      declarations: windowOver,
      body: `${eachElement()}
  let channel = i % params.inChannels;
  let position = i / params.inChannels;
  let w = position % params.inWidth;
  let line = position / params.inWidth;
  let h = line % params.inHeight;
  let image = line / params.inHeight * params.outHeight;
  let place = i32(h * params.inWidth + w);
  var sum = 0.0;
  for (var kh = 0u; kh < params.kernelHeight; kh++) {
    let row = windowOver(i32(h + params.top), kh * params.dilationHeight, params.strideHeight, params.outHeight);
    if (row < 0) { continue; }
    for (var kw = 0u; kw < params.kernelWidth; kw++) {
      let column = windowOver(i32(w + params.left), kw * params.dilationWidth, params.strideWidth, params.outWidth);
      if (column < 0) { continue; }
      let at = ((image + u32(row)) * params.outWidth + u32(column)) * params.outChannels + channel;
      if (indices[at] == place) { sum += grad[at]; }
    }
  }
  y[i] = sum;`,
    });
    gpu.dispatch('maxPool2dGrad', source, {
      inputs: [grad, indices],
      outputs: [y],
      params: Object.values(params),
      groups: elementGroups(size),
    });
    return y;
  };
}
