// internal
import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { select } from './select.js';

const kernels = { argmax: 'ArgMax', argmin: 'ArgMin' } as const;

/** `argReduce` by tfjs's kernels; where there is a NaN, its place is that of the largest of `isNaN`. */
export const argReduce = (t: TfjsRuntime): Kernels['argReduce'] => {
  const choose = select(t);
  return (op, x, axis) => {
    const shape = x.shape.toSpliced(axis, 1);
    if (sizeOf(shape) === 0) return t.zeros(shape, 'int32');
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const split = t.view(x, [outer, size, inner]);
    return t.compose(() => {
      const place = t.run(kernels[op], { x: split }, { axis: 1 });
      if (x.dtype !== 'float32') return t.view(place, shape);
      const nans = t.run('IsNan', { x: split });
      const placeOfNaN = t.run(
        'ArgMax',
        { x: t.run('Cast', { x: nans }, { dtype: 'float32' }) },
        { axis: 1 },
      );
      const hasNaN = t.run('Any', { x: nans }, { axis: [1], keepDims: false });
      return t.view(choose(hasNaN, placeOfNaN, place), shape);
    });
  };
};
