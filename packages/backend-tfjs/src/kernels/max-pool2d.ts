// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { atPlace, imagePlaces, kernelPlaces, padImages } from '../windows.js';
import { fill } from './fill.js';
import { select } from './select.js';

/** `maxPool2d`, composed: a running maximum over the positions of the kernel. */
export const maxPool2d = (t: TfjsRuntime): Kernels['maxPool2d'] => {
  const choose = select(t);
  return (x, geometry) => {
    const shape = geometry.outputShape;
    if (sizeOf(shape) === 0) return { values: t.zeros(shape, x.dtype), indices: t.zeros(shape, 'int32') };
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
