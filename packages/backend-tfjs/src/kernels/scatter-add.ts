// internal
import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { fill } from './fill.js';
import { transpose } from './transpose.js';

/** `scatterAdd` by tfjs's `ScatterNd`, which adds whole rows: the axis goes to the front and back. */
export const scatterAdd = (t: TfjsRuntime): Kernels['scatterAdd'] => {
  const permute = transpose(t);
  return (updates, indices, axis, size) => {
    const shape = updates.shape.with(axis, size);
    if (sizeOf(updates.shape) === 0 || size === 0) return fill(t)(shape, 0, updates.dtype);
    const { outer, size: count, inner } = splitAtAxis(updates.shape, axis);
    return t.compose(() => {
      const split = t.view(updates, [outer, count, inner]);
      const rows = outer === 1 ? split : permute(split, [1, 0, 2]); // [k, outer, inner]
      const sums = t.run(
        'ScatterNd',
        { indices: t.view(indices, [count, 1]), updates: t.view(rows, [count, outer * inner]) },
        { shape: [size, outer * inner] },
      );
      const result = outer === 1 ? sums : permute(t.view(sums, [size, outer, inner]), [1, 0, 2]);
      return t.view(result, shape);
    });
  };
};
