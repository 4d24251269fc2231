import { type ConvGeometry, windowCount } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import {
  arrayOf,
  expectArray,
  floats,
  numbers,
  sharedBackend,
  valuesOf,
  variants,
} from '../testing/arrays.js';

interface Case {
  readonly input: readonly [number, number, number, number];
  readonly out: number;
  readonly kernel: readonly [number, number];
  readonly stride?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  readonly padding?: readonly [number, number, number, number];
  readonly groups?: number;
  readonly fastMath?: boolean;
}

const cases: Record<string, Case> = {
  'one channel, no padding': { input: [2, 9, 8, 1], out: 5, kernel: [3, 3] },
  'many channels': { input: [2, 7, 6, 37], out: 19, kernel: [3, 2] },
  'more channels than a block': { input: [1, 4, 4, 300], out: 9, kernel: [3, 3], padding: [1, 1, 1, 1] },
  'asymmetric padding and stride': {
    input: [2, 10, 11, 3],
    out: 4,
    kernel: [3, 4],
    stride: [2, 3],
    padding: [0, 2, 1, 3],
  },
  'padding beyond the kernel': { input: [1, 4, 3, 2], out: 3, kernel: [2, 2], padding: [3, 2, 4, 1] },
  dilation: { input: [2, 12, 11, 4], out: 6, kernel: [3, 3], dilation: [2, 3], padding: [2, 1, 0, 3] },
  groups: { input: [2, 6, 7, 6], out: 9, kernel: [3, 3], groups: 3, padding: [1, 1, 1, 1] },
  'groups with stride and dilation': {
    input: [1, 13, 12, 8],
    out: 4,
    kernel: [3, 2],
    stride: [2, 1],
    dilation: [1, 2],
    groups: 2,
    padding: [1, 0, 0, 2],
  },
  depthwise: { input: [2, 8, 7, 7], out: 7, kernel: [3, 3], groups: 7, padding: [1, 1, 1, 1] },
  'depthwise with stride': {
    input: [2, 9, 9, 8],
    out: 8,
    kernel: [3, 3],
    groups: 8,
    stride: [2, 2],
    padding: [0, 1, 0, 1],
  },
  'depthwise, several windows at once': {
    input: [1, 6, 15, 8],
    out: 8,
    kernel: [2, 3],
    groups: 8,
    dilation: [1, 2],
    padding: [1, 0, 2, 1],
  },
  'depthwise with a multiplier': { input: [1, 6, 6, 3], out: 6, kernel: [3, 3], groups: 3 },
  pointwise: { input: [3, 5, 5, 11], out: 13, kernel: [1, 1] },
  'pointwise with stride': { input: [2, 5, 5, 4], out: 3, kernel: [1, 1], stride: [2, 2] },
  'one window over all of an image': { input: [3, 4, 5, 7], out: 6, kernel: [4, 5] },
  'one window, one output channel': { input: [2, 3, 3, 9], out: 1, kernel: [3, 3], stride: [2, 2] },
  'tiles of 2x2, no padding': { input: [2, 14, 12, 8], out: 12, kernel: [3, 3] },
  'tiles of 2x2, odd sizes and padding': {
    input: [3, 11, 9, 12],
    out: 8,
    kernel: [3, 3],
    padding: [1, 1, 1, 1],
  },
  'tiles of 2x2, wide padding': { input: [2, 9, 11, 20], out: 28, kernel: [3, 3], padding: [2, 0, 3, 2] },
  'tiles of 2x2, many channels': { input: [1, 15, 16, 132], out: 68, kernel: [3, 3], padding: [1, 0, 0, 1] },
  'tiles of 4x4, odd sizes and padding': {
    input: [3, 17, 19, 12],
    out: 8,
    kernel: [3, 3],
    padding: [1, 1, 1, 1],
    fastMath: true,
  },
  'tiles of 4x4, no padding': { input: [2, 18, 22, 20], out: 28, kernel: [3, 3], fastMath: true },
  'tiles of 4x4, wide padding': {
    input: [2, 12, 13, 8],
    out: 12,
    kernel: [3, 3],
    padding: [2, 0, 3, 2],
    fastMath: true,
  },
  'tiles of 4x4, many channels': {
    input: [1, 16, 16, 132],
    out: 68,
    kernel: [3, 3],
    padding: [1, 1, 1, 1],
    fastMath: true,
  },
  'fast where no tiles fit': { input: [1, 5, 5, 8], out: 8, kernel: [3, 3], stride: [2, 2], fastMath: true },
  'empty batch': { input: [0, 5, 5, 4], out: 3, kernel: [3, 3] },
};

function geometryOf({
  input,
  out,
  kernel,
  stride = [1, 1],
  dilation = [1, 1],
  padding = [0, 0, 0, 0],
  groups = 1,
  fastMath,
}: Case) {
  const [top, bottom, left, right] = padding;
  const along = (i: 0 | 1, before: number, after: number) =>
    windowCount({
      size: input[1 + i]!,
      kernel: kernel[i],
      stride: stride[i],
      dilation: dilation[i],
      before,
      after,
    });
  const geometry: ConvGeometry = {
    inputShape: input,
    outputShape: [input[0], along(0, top, bottom), along(1, left, right), out],
    kernelSize: kernel,
    stride,
    dilation,
    padding: { top, bottom, left, right },
    groups,
    ...(fastMath && { fastMath }),
  };
  return geometry;
}

/** Calls back with the flat indices of every product x · w → out. */
function eachProduct(g: ConvGeometry, visit: (x: number, w: number, out: number) => void): void {
  const [, height, width, channels] = g.inputShape as [number, number, number, number];
  const [batch, outHeight, outWidth, outChannels] = g.outputShape as [number, number, number, number];
  const inputs = channels / g.groups;
  const outputs = outChannels / g.groups;
  for (let n = 0; n < batch; n++) {
    for (let oh = 0; oh < outHeight; oh++) {
      for (let ow = 0; ow < outWidth; ow++) {
        for (let kh = 0; kh < g.kernelSize[0]; kh++) {
          for (let kw = 0; kw < g.kernelSize[1]; kw++) {
            const h = oh * g.stride[0] - g.padding.top + kh * g.dilation[0];
            const w = ow * g.stride[1] - g.padding.left + kw * g.dilation[1];
            if (h < 0 || w < 0 || h >= height || w >= width) continue;
            for (let c = 0; c < inputs; c++) {
              for (let o = 0; o < outChannels; o++) {
                const channel = Math.floor(o / outputs) * inputs + c;
                const at = ((n * height + h) * width + w) * channels + channel;
                const weight = ((kh * g.kernelSize[1] + kw) * inputs + c) * outChannels + o;
                visit(at, weight, ((n * outHeight + oh) * outWidth + ow) * outChannels + o);
              }
            }
          }
        }
      }
    }
  }
}

describe.each(variants)('convolution with %s', (_, options) => {
  it.each(Object.entries(cases))('agrees with plain loops: %s', async (_name, testCase) => {
    const backend = await sharedBackend(options);
    const geometry = geometryOf(testCase);
    const next = numbers(11);
    const { inputShape, outputShape, kernelSize, groups } = geometry;
    const kernelShape = [...kernelSize, inputShape[3]! / groups, outputShape[3]!];
    const x = floats(backend, inputShape, next);
    const w = floats(backend, kernelShape, next);
    const bias = floats(backend, [outputShape[3]!], next);
    const grad = floats(backend, outputShape, next);

    const y = new Float64Array(grad.values.length).map((_v, i) => bias.values[i % outputShape[3]!]!);
    const dx = new Float64Array(x.values.length);
    const dw = new Float64Array(w.values.length);
    eachProduct(geometry, (i, j, k) => {
      y[k]! += x.values[i]! * w.values[j]!;
      dx[i]! += grad.values[k]! * w.values[j]!;
      dw[j]! += grad.values[k]! * x.values[i]!;
    });
    const { kernels } = backend;
    const largest = (values: Float64Array) =>
      values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = (values: Float64Array) => (testCase.fastMath ? 5e-6 * largest(values) : 2e-5);
    const out = kernels.conv2d(x.array, w.array, geometry, bias.array);
    await expectArray(backend, out, outputShape, y, off(y));
    const back = kernels.conv2dInputGrad(grad.array, w.array, geometry);
    await expectArray(backend, back, inputShape, dx, off(dx));
    await expectArray(
      backend,
      kernels.conv2dFilterGrad(x.array, grad.array, geometry),
      kernelShape,
      dw,
      2e-5,
    );
    for (const { array } of [x, w, bias, grad]) backend.free(array);
  });

  it('takes tiles of 4x4 only where it may, with results within 5e-6 of the largest', async () => {
    const backend = await sharedBackend(options);
    const geometry = geometryOf({ input: [1, 28, 28, 64], out: 64, kernel: [3, 3], padding: [1, 1, 1, 1] });
    const next = numbers(12);
    const x = floats(backend, geometry.inputShape, next);
    const w = floats(backend, [3, 3, 64, 64], next);
    const [exact, fast, small] = await Promise.all(
      [
        backend.kernels.conv2d(x.array, w.array, geometry),
        backend.kernels.conv2d(x.array, w.array, { ...geometry, fastMath: true }),
        backend.kernels.conv2d(x.array, w.array, { ...geometry, fastMath: false }),
      ].map(async (y) => {
        const values = Array.from(await valuesOf(backend, y));
        backend.free(y);
        return values;
      }),
    );
    expect(small).toEqual(exact);
    expect(fast).not.toEqual(exact);
    const largest = Math.max(...exact!.map(Math.abs));
    const off = Math.max(...exact!.map((value, i) => Math.abs(value - fast![i]!)));
    expect(off / largest).toBeLessThan(5e-6);
    for (const { array } of [x, w]) backend.free(array);
  });

  it('multiplies nothing outside of an image by infinite weights, as PyTorch, where channels are by themselves', async () => {
    const backend = await sharedBackend(options);
    const geometry = geometryOf({
      input: [1, 6, 7, 4],
      out: 4,
      kernel: [3, 3],
      groups: 4,
      padding: [1, 1, 1, 1],
    });
    const x = arrayOf(backend, Array(6 * 7 * 4).fill(1), [1, 6, 7, 4]);
    const w = arrayOf(backend, Array(9 * 4).fill(Number.POSITIVE_INFINITY), [3, 3, 1, 4]);
    const y = backend.kernels.conv2d(x, w, geometry);
    expect(new Set(await valuesOf(backend, y))).toEqual(new Set([Number.POSITIVE_INFINITY]));
    for (const array of [x, w, y]) backend.free(array);
  });
});
