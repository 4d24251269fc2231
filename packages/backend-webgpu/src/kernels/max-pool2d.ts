import { type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, fieldsOf } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { windowParams } from '../windows.js';

/** Largest element of each window and where it is, one thread for each window. */
export function maxPool2d(gpu: WebGPURuntime): Kernels['maxPool2d'] {
  return (x, geometry) => {
    const values = gpu.make(geometry.outputShape, 'float32');
    const indices = gpu.make(geometry.outputShape, 'int32');
    const size = sizeOf(geometry.outputShape);
    if (size === 0) return { values, indices };
    const params = { size, ...windowParams(geometry) };
    const source = () => ({
      name: 'maxPool2d',
      inputs: { x: 'f32' } as const,
      outputs: { values: 'f32', indices: 'i32' } as const,
      params: fieldsOf(params),
      declarations: functionsFor('infinity_( isNaN_('),
      body: `${eachElement()}
  let channel = i % params.outChannels;
  let position = i / params.outChannels;
  let line = position / params.outWidth;
  let image = line / params.outHeight * params.inHeight;
  let top = i32(line % params.outHeight * params.strideHeight) - i32(params.top);
  let left = i32(position % params.outWidth * params.strideWidth) - i32(params.left);
  var best = -infinity_();
  var place = -1;
  for (var kh = 0u; kh < params.kernelHeight; kh++) {
    let h = top + i32(kh * params.dilationHeight);
    if (h < 0 || h >= i32(params.inHeight)) { continue; }
    for (var kw = 0u; kw < params.kernelWidth; kw++) {
      let w = left + i32(kw * params.dilationWidth);
      if (w < 0 || w >= i32(params.inWidth)) { continue; }
      let v = x[((image + u32(h)) * params.inWidth + u32(w)) * params.inChannels + channel];
      if (place < 0 || v > best || (isNaN_(v) && !isNaN_(best))) {
        best = v;
        place = h * i32(params.inWidth) + w;
      }
    }
  }
  values[i] = best;
  indices[i] = place;`,
    });
    gpu.dispatch('maxPool2d', source, {
      inputs: [x],
      outputs: [values, indices],
      params: Object.values(params),
      groups: elementGroups(size),
    });
    return { values, indices };
  };
}
