import { type ConvGeometry, type DeviceArray, sizeOf } from '@neurona/backend';
import { fieldsOf, spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { convParams } from '../windows.js';
import { reduce } from './reduce.js';

/** Gradient of narrow groups' weights: workgroups share the sum over positions, whose parts are added in a second pass. */
export function narrowConv2dFilterGrad(
  gpu: WebGPURuntime,
  x: DeviceArray,
  grad: DeviceArray,
  geometry: ConvGeometry,
): DeviceArray {
  const conv = convParams(geometry);
  const shape = [...geometry.kernelSize, conv.groupIn!, conv.outChannels!];
  const weights = sizeOf(shape);
  const positions = sizeOf(geometry.outputShape.slice(0, 3));
  if (weights === 0) return gpu.make(shape, 'float32');
  const lanes = gpu.lanes(8, 8); // threads that share one weight's sum
  const across = 256 / lanes; // neighbouring weights of a workgroup
  const blocks = Math.ceil(weights / across);
  const chunks = Math.max(1, Math.min(Math.ceil(positions / (lanes * 16)), Math.ceil(512 / blocks)));
  const parts = gpu.make([chunks, ...shape], 'float32');
  const params = { weights, positions, blocks, chunks, chunk: Math.ceil(positions / chunks), ...conv };
  const source = () => ({
    name: 'narrow conv2dFilterGrad',
    inputs: { x: 'f32', grad: 'f32' } as const,
    outputs: { y: 'f32' } as const,
    params: fieldsOf(params),
    declarations: 'var<workgroup> shares: array<f32, 256>;',
    body: `
  let number = group.y * groups.x + group.x;
  let chunk = number / params.blocks;
  let weight = number % params.blocks * ${across}u + lane % ${across}u;
  let part = lane / ${across}u;
  let channel = weight % params.outChannels;
  let tap = weight / params.outChannels / params.groupIn;
  let inChannel = channel / params.groupOut * params.groupIn + weight / params.outChannels % params.groupIn;
  let down = i32(tap / params.kernelWidth * params.dilationHeight) - i32(params.top);
  let right = i32(tap % params.kernelWidth * params.dilationWidth) - i32(params.left);
  var sum = 0.0;
  if (weight < params.weights) {
    let end = min(params.positions, (chunk + 1u) * params.chunk);
    for (var p = chunk * params.chunk + part; p < end; p += ${lanes}u) {
      let line = p / params.outWidth;
      let h = i32(line % params.outHeight * params.strideHeight) + down;
      let v = i32(p % params.outWidth * params.strideWidth) + right;
      if (h < 0 || v < 0 || h >= i32(params.inHeight) || v >= i32(params.inWidth)) { continue; }
      let row = line / params.outHeight * params.inHeight + u32(h);
      sum += x[(row * params.inWidth + u32(v)) * params.inChannels + inChannel] * grad[p * params.outChannels + channel];
    }
  }
  ${lanes > 1 ? 'shares[lane] = sum;\n  workgroupBarrier();' : ''}
  if (part == 0u && weight < params.weights && chunk < params.chunks) {
    for (var k = 1u; k < ${lanes}u; k++) { sum += shares[lane + k * ${across}u]; }
    y[chunk * params.weights + weight] = sum;
  }`,
  });
  gpu.dispatch(`narrow conv2dFilterGrad ${lanes}`, source, {
    inputs: [x, grad],
    outputs: [parts],
    params: Object.values(params),
    groups: spread(blocks * chunks),
  });
  const y = reduce(gpu)('sum', parts, [0]);
  gpu.free(parts);
  return y;
}
