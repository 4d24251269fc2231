// internal
import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { fill } from './fill.js';
import { inside } from './gather.js';
import { select } from './select.js';
import { transpose } from './transpose.js';

/**
 * `scatterAdd` by tfjs's `ScatterNd`, which adds whole rows: the axis goes to the front and back. Rows whose index is out of range
 * go as zeros to row 0.
 */
export const scatterAdd = (t: TfjsRuntime): Kernels['scatterAdd'] => {
  const permute = transpose(t);
  const choose = select(t);
  const inRange = inside(t);
  return (updates, indices, axis, size) => {
    const shape = updates.shape.with(axis, size);
    if (sizeOf(updates.shape) === 0 || size === 0) return fill(t)(shape, 0, updates.dtype);
    const { outer, size: count, inner } = splitAtAxis(updates.shape, axis);
    return t.compose(() => {
      const valid = inRange(indices, size);
      const safe = choose(valid, indices, fill(t)([], 0, 'int32'));
      const zero = fill(t)([], 0, updates.dtype);
      const split = choose(t.view(valid, [1, count, 1]), t.view(updates, [outer, count, inner]), zero);
      const rows = outer === 1 ? split : permute(split, [1, 0, 2]); // [k, outer, inner]
      const sums = t.run(
        'ScatterNd',
        { indices: t.view(safe, [count, 1]), updates: t.view(rows, [count, outer * inner]) },
        { shape: [size, outer * inner] },
      );
      const result = outer === 1 ? sums : permute(t.view(sums, [size, outer, inner]), [1, 0, 2]);
      return t.view(result, shape);
    });
  };
};
