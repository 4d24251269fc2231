// internal
import { type DeviceArray, type Kernels, type PoolGeometry, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { imagePlaces, intoPlace, kernelPlaces } from '../windows.js';
import { fill } from './fill.js';
import { select } from './select.js';

/** `maxPool2dGrad`: gradients are added up where their windows' largest elements are; composed, position by position of the kernel. */
export const maxPool2dGrad =
  (t: TfjsRuntime): Kernels['maxPool2dGrad'] =>
  (grad, indices, geometry) => {
    const { inputShape, outputShape } = geometry;
    if (sizeOf(outputShape) === 0 || sizeOf(inputShape) === 0) return fill(t)(inputShape, 0, grad.dtype);
    if (t.has('MaxPoolWithPlaces')) return t.compose(() => scattered(t, grad, indices, geometry));
    return t.compose(() => {
      let total: DeviceArray | undefined;
      for (const place of kernelPlaces(geometry)) {
        const places = t.write(
          imagePlaces(geometry, place),
          [1, outputShape[1]!, outputShape[2]!, 1],
          'int32',
        );
        const chosen = t.run('Cast', { x: t.run('Equal', { a: indices, b: places }) }, { dtype: 'float32' });
        const part = intoPlace(t, t.run('Multiply', { a: grad, b: chosen }), geometry, place);
        total = total ? t.run('Add', { a: total, b: part }) : part;
      }
      return total!;
    });
  };

/** By TensorFlow's `ScatterNd`, which adds up what meets in a place; what has none goes as zero to the first. */
function scattered(
  t: TfjsRuntime,
  grad: DeviceArray,
  indices: DeviceArray,
  { inputShape }: PoolGeometry,
): DeviceArray {
  const [images, height, width, channels] = inputShape as [number, number, number, number];
  const size = sizeOf(grad.shape);
  const choose = select(t);
  const first = Int32Array.from(
    { length: images * channels },
    (_, i) => Math.floor(i / channels) * height * width * channels + (i % channels),
  );
  const a = t.run('Multiply', { a: indices, b: t.scalar(channels, 'int32') });
  const within = t.run('Add', { a, b: t.write(first, [images, 1, 1, channels], 'int32') });
  const isThere = t.run('GreaterEqual', { a: indices, b: t.scalar(0, 'int32') });
  const places = t.view(choose(isThere, within, t.scalar(0, 'int32')), [size, 1]);
  const updates = t.view(choose(isThere, grad, t.scalar(0)), [size]);
  const sums = t.run('ScatterNd', { indices: places, updates }, { shape: [sizeOf(inputShape)] });
  return t.view(sums, inputShape);
}
