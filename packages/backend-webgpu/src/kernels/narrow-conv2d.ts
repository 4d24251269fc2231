import { type ConvGeometry, type DeviceArray, sizeOf } from '@neurona/backend';
import { type Ending, endDeclaration, endInputs, endKey, endParams } from '../ending.js';
import { eachElement, elementGroups, fieldsOf } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { convParams } from '../windows.js';

/** A convolution whose groups have few channels (depthwise), one thread for each result. */
export function narrowConv2d(
  gpu: WebGPURuntime,
  x: DeviceArray,
  w: DeviceArray,
  geometry: ConvGeometry,
  ending: Ending,
): DeviceArray {
  const y = gpu.make(geometry.outputShape, 'float32');
  const size = sizeOf(geometry.outputShape);
  if (size === 0) return y;
  const params = { size, ...convParams(geometry), ...endParams(ending) };
  const ends = endInputs(ending);
  const source = () => ({
    name: 'narrow conv2d',
    inputs: { x: 'f32' as const, w: 'f32' as const, ...ends.names },
    outputs: { y: 'f32' as const },
    params: fieldsOf(params),
    declarations: endDeclaration(ending),
    body: `${eachElement()}
  let channel = i % params.outChannels;
  let position = i / params.outChannels;
  let column = position % params.outWidth;
  let line = position / params.outWidth;
  let image = line / params.outHeight * params.inHeight;
  let top = i32(line % params.outHeight * params.strideHeight) - i32(params.top);
  let left = i32(column * params.strideWidth) - i32(params.left);
  let first = channel / params.groupOut * params.groupIn;
  var sum = 0.0;
  for (var kh = 0u; kh < params.kernelHeight; kh++) {
    let h = top + i32(kh * params.dilationHeight);
    if (h < 0 || h >= i32(params.inHeight)) { continue; }
    for (var kw = 0u; kw < params.kernelWidth; kw++) {
      let v = left + i32(kw * params.dilationWidth);
      if (v < 0 || v >= i32(params.inWidth)) { continue; }
      let pixel = ((image + u32(h)) * params.inWidth + u32(v)) * params.inChannels + first;
      let weight = (kh * params.kernelWidth + kw) * params.groupIn * params.outChannels + channel;
      for (var c = 0u; c < params.groupIn; c++) {
        sum += x[pixel + c] * w[weight + c * params.outChannels];
      }
    }
  }
  y[i] = ending(sum, channel);`,
  });
  gpu.dispatch(`narrow conv2d ${endKey(ending)}`, source, {
    inputs: [x, w, ...ends.arrays],
    outputs: [y],
    params: Object.values(params),
    groups: elementGroups(size),
  });
  return y;
}
