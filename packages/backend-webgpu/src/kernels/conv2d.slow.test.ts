import { type ConvGeometry, windowCount } from '@neurona/backend';
import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf, wholeNumbers } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

interface Case {
  readonly title: string;
  readonly inputShape: readonly [number, number, number, number];
  readonly outChannels: number;
  readonly kernelSize: readonly [number, number];
  readonly stride?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  readonly groups?: number;
}

const cases: readonly Case[] = [
  { title: 'of one channel', inputShape: [2, 12, 11, 1], outChannels: 40, kernelSize: [3, 3] },
  {
    title: 'with steps and gaps',
    inputShape: [2, 13, 14, 6],
    outChannels: 36,
    kernelSize: [3, 2],
    stride: [2, 3],
    dilation: [1, 2],
  },
  { title: 'of many channels', inputShape: [1, 6, 6, 72], outChannels: 70, kernelSize: [3, 3] },
  { title: 'of wide groups', inputShape: [2, 7, 6, 20], outChannels: 40, kernelSize: [3, 3], groups: 2 },
  {
    title: 'of each channel by itself',
    inputShape: [2, 9, 9, 40],
    outChannels: 40,
    kernelSize: [3, 3],
    stride: [2, 1],
    groups: 40,
  },
  { title: 'of narrow groups', inputShape: [1, 6, 5, 6], outChannels: 12, kernelSize: [2, 3], groups: 3 },
];

function geometryOf({
  inputShape,
  outChannels,
  kernelSize,
  stride = [1, 1],
  dilation = [1, 1],
  groups = 1,
}: Case): ConvGeometry {
  const padding = { top: 1, bottom: 2, left: 0, right: 1 };
  const count = (axis: 0 | 1, before: number, after: number) =>
    windowCount({
      size: inputShape[axis + 1]!,
      kernel: kernelSize[axis],
      stride: stride[axis],
      dilation: dilation[axis],
      before,
      after,
    });
  const outputShape = [inputShape[0], count(0, 1, 2), count(1, 0, 1), outChannels];
  return { inputShape, outputShape, kernelSize, stride, dilation, padding, groups };
}

/** Calls `visit` with the places of every product in a convolution: of the result, the input and the weights. */
function eachProduct(geometry: ConvGeometry, visit: (y: number, x: number, w: number) => void): void {
  const { inputShape, outputShape, kernelSize, stride, dilation, padding, groups } = geometry;
  const [images, height, width, channels] = inputShape as [number, number, number, number];
  const [, outHeight, outWidth, outChannels] = outputShape as [number, number, number, number];
  const groupIn = channels / groups;
  const groupOut = outChannels / groups;
  for (let at = 0; at < images * outHeight * outWidth * outChannels; at++) {
    const o = at % outChannels;
    const column = Math.floor(at / outChannels) % outWidth;
    const row = Math.floor(at / outChannels / outWidth) % outHeight;
    const image = Math.floor(at / outChannels / outWidth / outHeight);
    for (let kh = 0; kh < kernelSize[0]; kh++) {
      for (let kw = 0; kw < kernelSize[1]; kw++) {
        const h = row * stride[0] + kh * dilation[0] - padding.top;
        const w = column * stride[1] + kw * dilation[1] - padding.left;
        if (h < 0 || w < 0 || h >= height || w >= width) continue;
        for (let c = 0; c < groupIn; c++) {
          const x = ((image * height + h) * width + w) * channels + Math.floor(o / groupOut) * groupIn + c;
          visit(at, x, ((kh * kernelSize[1] + kw) * groupIn + c) * outChannels + o);
        }
      }
    }
  }
}

describeOnDevice('convolution on a GPU', (current) => {
  for (const entry of cases) {
    it(`is right ${entry.title}, and so are its gradients and its ends`, async () => {
      const backend = current();
      const geometry = geometryOf(entry);
      const { inputShape, outputShape, kernelSize, groups } = geometry;
      const weightShape = [...kernelSize, inputShape[3]! / groups, outputShape[3]!];
      const values = {
        x: wholeNumbers(inputShape),
        w: wholeNumbers(weightShape, 2),
        grad: wholeNumbers(outputShape, 3),
        bias: wholeNumbers([outputShape[3]!], 4),
        scale: wholeNumbers([outputShape[3]!], 5),
      };
      const y = Array.from(values.grad, (_, i) => values.bias[i % values.bias.length]!);
      const dx = Array.from(values.x, () => 0);
      const dw = Array.from(values.w, () => 0);
      eachProduct(geometry, (at, i, j) => {
        y[at]! += values.x[i]! * values.w[j]!;
        dx[i]! += values.grad[at]! * values.w[j]!;
        dw[j]! += values.grad[at]! * values.x[i]!;
      });
      const x = upload(backend, values.x, inputShape);
      const w = upload(backend, values.w, weightShape);
      const grad = upload(backend, values.grad, outputShape);
      const bias = upload(backend, values.bias, [outputShape[3]!]);
      const scale = upload(backend, values.scale, [outputShape[3]!]);
      const results = [
        backend.kernels.conv2d(x, w, geometry, bias),
        backend.kernels.conv2dInputGrad(grad, w, geometry),
        backend.kernels.conv2dFilterGrad(x, grad, geometry),
        backend.kernels.clampedConv2d!(x, w, geometry, { scale, shift: bias, min: -20, max: 30 }),
        backend.kernels.clampedConv2d!(x, w, geometry, { min: 0, max: Number.POSITIVE_INFINITY }),
      ] as const;
      const sums = y.map((v, i) => v - values.bias[i % values.bias.length]!);
      const scaled = sums.map((v, i) => {
        const channel = i % values.bias.length;
        return Math.min(Math.max(v * values.scale[channel]! + values.bias[channel]!, -20), 30);
      });
      expect(await valuesOf(backend, results[0])).toEqual(y);
      expect(await valuesOf(backend, results[1])).toEqual(dx.map((v) => v + 0));
      expect(await valuesOf(backend, results[2])).toEqual(dw.map((v) => v + 0));
      expect((await valuesOf(backend, results[3])).map((v) => v + 0)).toEqual(scaled.map((v) => v + 0));
      expect((await valuesOf(backend, results[4])).map((v) => v + 0)).toEqual(
        sums.map((v) => Math.max(v, 0)),
      );
      freeAll(backend, x, w, grad, bias, scale, ...results);
      expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    });
  }
});
