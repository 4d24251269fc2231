import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { select } from './select.js';

/** `topK` by tfjs's kernel on keys without NaN; the smallest are the largest of the keys turned round. */
export const topK = (t: TfjsRuntime): Kernels['topK'] => {
  const choose = select(t);
  return (x, k, largest) => {
    const shape = [...x.shape.slice(0, -1), k];
    if (sizeOf(shape) === 0) return { values: t.zeros(shape, x.dtype), indices: t.zeros(shape, 'int32') };
    const columns = x.shape.at(-1)!;
    const rows = sizeOf(x.shape) / columns;
    return t.compose(() => {
      const matrix = t.view(x, [rows, columns]);
      const zero = t.scalar(0, x.dtype);
      const minusOne = t.scalar(-1, x.dtype);
      // -1 - x rather than -x: it can't overflow in int32
      const turned = largest ? matrix : t.run('Sub', { a: x.dtype === 'int32' ? minusOne : zero, b: matrix });
      const limit = largest ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      const keys =
        x.dtype === 'float32' ? choose(t.run('IsNan', { x: matrix }), t.scalar(limit), turned) : turned;
      const indices = t.runMany('TopK', { x: keys }, { k, sorted: true })[1]!;
      const values = t.run('GatherV2', { x: matrix, indices }, { axis: 1, batchDims: 1 });
      return { values: t.view(values, shape), indices: t.view(indices, shape) };
    });
  };
};
