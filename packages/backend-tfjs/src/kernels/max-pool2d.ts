// internal
import { type DeviceArray, type Kernels, type PoolGeometry, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { atPlace, imagePlaces, kernelPlaces, padImages } from '../windows.js';
import { fill } from './fill.js';
import { select } from './select.js';

/** `maxPool2d` by TensorFlow's operation, else composed: a running maximum over the positions of the kernel. */
export const maxPool2d = (t: TfjsRuntime): Kernels['maxPool2d'] => {
  const choose = select(t);
  return (x, geometry) => {
    const shape = geometry.outputShape;
    if (sizeOf(shape) === 0) return { values: t.zeros(shape, x.dtype), indices: t.zeros(shape, 'int32') };
    if (t.has('MaxPoolWithPlaces') && isPlain(geometry)) return t.compose(() => withArgmax(t, x, geometry));
    const mapShape = [1, shape[1]!, shape[2]!, 1];
    return t.compose(() => {
      const padded = padImages(t, x, geometry, Number.NEGATIVE_INFINITY);
      const zero = t.scalar(0, 'int32');
      let values: DeviceArray = fill(t)(shape, Number.NEGATIVE_INFINITY, x.dtype);
      let indices: DeviceArray = fill(t)(shape, -1, 'int32');
      for (const place of kernelPlaces(geometry)) {
        const candidates = atPlace(t, padded, geometry, place);
        const places = t.write(imagePlaces(geometry, place), mapShape, 'int32');
        const inside = t.run('GreaterEqual', { a: places, b: zero });
        const none = t.run('Less', { a: indices, b: zero });
        const newNaN = t.run('LogicalAnd', {
          a: t.run('IsNan', { x: candidates }),
          b: t.run('LogicalNot', { x: t.run('IsNan', { x: values }) }),
        });
        const larger = t.run('LogicalOr', { a: newNaN, b: t.run('Greater', { a: candidates, b: values }) });
        const better = t.run('LogicalAnd', { a: inside, b: t.run('LogicalOr', { a: none, b: larger }) });
        values = choose(better, candidates, values);
        indices = choose(better, places, indices);
      }
      return { values, indices };
    });
  };
};

/** Whether windows have neither padding nor dilation. */
const isPlain = ({ dilation, padding }: PoolGeometry): boolean =>
  dilation.every((step) => step === 1) && Object.values(padding).every((size) => size <= 0);

/**
 * Values and indices by an operation for which NaN is never the largest: with NaN as negative infinity, and where a window has one, the
 * largest of `isNaN`, which is the first NaN.
 */
function withArgmax(
  t: TfjsRuntime,
  x: DeviceArray,
  { kernelSize, stride, inputShape }: PoolGeometry,
): { values: DeviceArray; indices: DeviceArray } {
  const choose = select(t);
  const attrs = { kernelSize, strides: stride };
  const nans = t.run('IsNan', { x });
  const marks = t.run('Cast', { x: nans }, { dtype: 'float32' });
  const [found, placesOfNaN] = t.runMany('MaxPoolWithPlaces', { x: marks }, attrs);
  const numbers = choose(nans, t.scalar(Number.NEGATIVE_INFINITY), x);
  const [largest, places] = t.runMany('MaxPoolWithPlaces', { x: numbers }, attrs);
  const hasNaN = t.run('Greater', { a: found!, b: t.scalar(0) });
  const values = choose(hasNaN, t.scalar(Number.NaN), largest!);
  const flat = choose(hasNaN, placesOfNaN!, places!); // (h · W + w) · C + c
  return { values, indices: t.run('FloorDiv', { a: flat, b: t.scalar(inputShape[3]!, 'int32') }) };
}
