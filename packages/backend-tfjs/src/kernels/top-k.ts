// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { gather } from './gather.js';
import { select } from './select.js';

/**
 * `topK` by tfjs's kernel on keys without NaN; the smallest are the largest of the keys turned round. Floats are sorted whole,
 * NaN as infinity, and then once more by whether they are NaN, which keeps the order of the rest.
 */
export const topK = (t: TfjsRuntime): Kernels['topK'] => {
  const choose = select(t);
  const pick = gather(t);

  /** Values of each row at indices `[rows, k]`. */
  const atPlaces = (matrix: DeviceArray, places: DeviceArray): DeviceArray => {
    const [rows, columns] = matrix.shape as [number, number];
    const starts = Int32Array.from({ length: rows }, (_, row) => row * columns);
    const flat = t.run('Add', { a: places, b: t.write(starts, [rows, 1], 'int32') });
    const picked = pick(t.view(matrix, [rows * columns]), t.view(flat, [sizeOf(places.shape)]), 0);
    return t.view(picked, places.shape);
  };
  const places = (keys: DeviceArray, k: number) => t.runMany('TopK', { x: keys }, { k, sorted: true })[1]!;

  return (x, k, largest) => {
    const shape = [...x.shape.slice(0, -1), k];
    if (sizeOf(shape) === 0) return { values: t.zeros(shape, x.dtype), indices: t.zeros(shape, 'int32') };
    const columns = x.shape.at(-1)!;
    const matrix = t.view(x, [sizeOf(x.shape) / columns, columns]);
    return t.compose(() => {
      if (x.dtype !== 'float32') {
        // -1 - x rather than -x: it can't overflow
        const keys = largest ? matrix : t.run('Sub', { a: t.scalar(-1, x.dtype), b: matrix });
        const indices = places(keys, k);
        return { values: t.view(atPlaces(matrix, indices), shape), indices: t.view(indices, shape) };
      }
      const turned = largest ? matrix : t.run('Neg', { x: matrix });
      const ofNaN = largest ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      const sorted = places(choose(t.run('IsNan', { x: matrix }), t.scalar(ofNaN), turned), columns);
      const test = t.run('IsNan', { x: atPlaces(matrix, sorted) });
      const last = largest ? test : t.run('LogicalNot', { x: test });
      const order = places(t.run('Cast', { x: last }, { dtype: 'float32' }), k);
      const indices = atPlaces(sorted, order);
      return { values: t.view(atPlaces(matrix, indices), shape), indices: t.view(indices, shape) };
    });
  };
};
