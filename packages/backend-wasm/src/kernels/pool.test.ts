import { type PoolGeometry, windowCount } from '@neurona/backend';
import { describe, it } from 'vitest';
import { expectArray, floats, numbers, sharedBackend } from '../testing/arrays.js';
import { tabulate, whole } from '../testing/indices.js';

const rounds = Array.from({ length: 40 }, (_, seed) => seed);

function randomGeometry(next: () => number): PoolGeometry {
  const input = [whole(next, 1, 3), whole(next, 5, 12), whole(next, 5, 12), whole(next, 1, 9)];
  const pair = (low: number, high: number) => [whole(next, low, high), whole(next, low, high)] as const;
  const [kernelSize, stride, dilation] = [pair(1, 3), pair(1, 3), pair(1, 2)];
  const side = (axis: 0 | 1) => whole(next, 0, Math.floor(kernelSize[axis] / 2));
  const padding = { top: side(0), bottom: side(0), left: side(1), right: side(1) };
  const along = (axis: 0 | 1, before: number, after: number) =>
    windowCount({
      size: input[1 + axis]!,
      kernel: kernelSize[axis],
      stride: stride[axis],
      dilation: dilation[axis],
      before,
      after,
    });
  const [height, width] = [along(0, padding.top, padding.bottom), along(1, padding.left, padding.right)];
  const outputShape = [input[0]!, height, width, input[3]!];
  return { inputShape: input, outputShape, kernelSize, stride, dilation, padding, countPadding: next() > 0 };
}

describe('pooling, random geometries', () => {
  it.each(rounds)('agrees with plain loops, seed %i', async (seed) => {
    const backend = await sharedBackend({});
    const { kernels } = backend;
    const next = numbers(seed + 1);
    const geometry = randomGeometry(next);
    const { inputShape, outputShape, kernelSize, stride, dilation, padding, countPadding } = geometry;
    const [, height, width, channels] = inputShape as [number, number, number, number];
    const x = floats(backend, inputShape, next);
    if (seed % 2 === 0) x.values.forEach((value, i) => (x.values[i] = -2 - Math.round(3 * value))); // negative, with ties
    const image = backend.write(x.values, inputShape, 'float32');
    const grad = floats(backend, outputShape, next);

    /** Places h · W + w under the window at an output index. */
    const places = ([, oh, ow]: readonly number[]) => {
      const found: number[] = [];
      for (let kh = 0; kh < kernelSize[0]; kh++) {
        for (let kw = 0; kw < kernelSize[1]; kw++) {
          const h = oh! * stride[0] - padding.top + kh * dilation[0];
          const w = ow! * stride[1] - padding.left + kw * dilation[1];
          if (h >= 0 && w >= 0 && h < height && w < width) found.push(h * width + w);
        }
      }
      return found;
    };
    const flat = (n: number, place: number, c: number) => (n * height * width + place) * channels + c;
    const valuesAt = (index: readonly number[]) =>
      places(index).map((p) => x.values[flat(index[0]!, p, index[3]!)]!);
    const share = (index: readonly number[]) =>
      countPadding ? kernelSize[0] * kernelSize[1] : places(index).length;
    const best = (index: readonly number[]) =>
      places(index)[valuesAt(index).indexOf(Math.max(...valuesAt(index)))]!;

    const max = kernels.maxPool2d(image, geometry);
    const dMax = new Float64Array(x.values.length);
    const dMean = new Float64Array(x.values.length);
    tabulate(outputShape, (index) => index.reduce((sum, i, axis) => sum * outputShape[axis]! + i, 0)).forEach(
      (at) => {
        const index = [at];
        for (let axis = 3; axis > 0; axis--) {
          const rest = index.shift()!;
          index.unshift(Math.floor(rest / outputShape[axis]!), rest % outputShape[axis]!);
        }
        dMax[flat(index[0]!, best(index), index[3]!)]! += grad.values[at]!;
        for (const place of places(index))
          dMean[flat(index[0]!, place, index[3]!)]! += grad.values[at]! / share(index);
      },
    );
    await expectArray(backend, kernels.maxPool2dGrad(grad.array, max.indices, geometry), inputShape, dMax);
    await expectArray(
      backend,
      max.values,
      outputShape,
      tabulate(outputShape, (index) => Math.max(...valuesAt(index))),
      0,
    );
    await expectArray(backend, max.indices, outputShape, tabulate(outputShape, best), 0);
    const mean = tabulate(outputShape, (index) => valuesAt(index).reduce((a, b) => a + b, 0) / share(index));
    await expectArray(backend, kernels.avgPool2d(image, geometry), outputShape, mean);
    await expectArray(backend, kernels.avgPool2dGrad(grad.array, geometry), inputShape, dMean);
  });
});
