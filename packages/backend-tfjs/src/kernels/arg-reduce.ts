// internal
import { type DeviceArray, type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import { Calculator } from '../calculator.js';
import type { TfjsRuntime } from '../runtime.js';
import { range } from './range.js';
import { reduce } from './reduce.js';
import { select } from './select.js';

const kernels = { argmax: 'ArgMax', argmin: 'ArgMin' } as const;
const extremes = { argmax: 'Max', argmin: 'Min' } as const;

/** `argReduce` by tfjs's kernels; where there is a NaN, its index is that of the largest of `isNaN`. */
export const argReduce = (t: TfjsRuntime): Kernels['argReduce'] => {
  const choose = select(t);
  return (op, x, axis) => {
    const shape = x.shape.toSpliced(axis, 1);
    if (sizeOf(shape) === 0) return t.zeros(shape, 'int32');
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const split = t.view(x, [outer, size, inner]);
    const isTrusted = t.trusts('ArgMax');
    const place = (kernel: keyof typeof kernels, from: DeviceArray): DeviceArray =>
      isTrusted ? t.run(kernels[kernel], { x: from }, { axis: 1 }) : firstPlace(t, extremes[kernel], from);
    return t.compose(() => {
      if (x.dtype !== 'float32') return t.view(place(op, split), shape);
      const nans = t.run('IsNan', { x: split });
      const placeOfNaN = place('argmax', t.run('Cast', { x: nans }, { dtype: 'float32' }));
      const hasNaN = reduce(t)('any', nans, [1]);
      const finite = isTrusted ? split : choose(nans, t.scalar(0), split);
      return t.view(choose(hasNaN, placeOfNaN, place(op, finite)), shape);
    });
  };
};

/** The first index along the middle axis where the extreme stands: the least of the indices whose elements equal it. */
function firstPlace(t: TfjsRuntime, extreme: 'Max' | 'Min', from: DeviceArray): DeviceArray {
  const c = new Calculator(t);
  const x = from.dtype === 'float32' ? from : t.run('Cast', { x: from }, { dtype: 'float32' });
  const [outer, size, inner] = x.shape as [number, number, number];
  const fold = { axis: [1], reductionIndices: [1], keepDims: false };
  const best = t.view(t.run(extreme, { x }, fold), [outer, 1, inner]);
  const places = t.view(range(t)(0, 1, size, 'float32'), [1, size, 1]);
  const candidates = c.where(c.equal(x, best), places, size - 1);
  return t.run('Cast', { x: t.run('Min', { x: candidates }, fold) }, { dtype: 'int32' });
}
