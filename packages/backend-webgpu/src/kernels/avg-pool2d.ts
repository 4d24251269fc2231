import { type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, fieldsOf } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { windowParams } from '../windows.js';

/** Mean of each window, one thread for each. */
export function avgPool2d(gpu: WebGPURuntime): Kernels['avgPool2d'] {
  return (x, geometry) => {
    const y = gpu.make(geometry.outputShape, 'float32');
    const size = sizeOf(geometry.outputShape);
    if (size === 0) return y;
    const params = { size, countPadding: Number(geometry.countPadding), ...windowParams(geometry) };
    const source = () => ({
      name: 'avgPool2d',
      inputs: { x: 'f32' } as const,
      outputs: { y: 'f32' } as const,
      params: fieldsOf(params),
      body: `${eachElement()}
  let channel = i % params.outChannels;
  let position = i / params.outChannels;
  let line = position / params.outWidth;
  let image = line / params.outHeight * params.inHeight;
  let top = i32(line % params.outHeight * params.strideHeight) - i32(params.top);
  let left = i32(position % params.outWidth * params.strideWidth) - i32(params.left);
  var sum = 0.0;
  var count = 0u;
  for (var kh = 0u; kh < params.kernelHeight; kh++) {
    let h = top + i32(kh * params.dilationHeight);
    if (h < 0 || h >= i32(params.inHeight)) { continue; }
    for (var kw = 0u; kw < params.kernelWidth; kw++) {
      let w = left + i32(kw * params.dilationWidth);
      if (w < 0 || w >= i32(params.inWidth)) { continue; }
      sum += x[((image + u32(h)) * params.inWidth + u32(w)) * params.inChannels + channel];
      count++;
    }
  }
  y[i] = sum / f32(select(count, params.kernelHeight * params.kernelWidth, params.countPadding != 0u));`,
    });
    gpu.dispatch('avgPool2d', source, {
      inputs: [x],
      outputs: [y],
      params: Object.values(params),
      groups: elementGroups(size),
    });
    return y;
  };
}
