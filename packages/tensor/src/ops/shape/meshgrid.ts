import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { broadcastTo } from './broadcast-to.js';
import { reshape } from './reshape.js';

/** Settings of {@link meshgrid}. */
export interface MeshgridFunctionOptions {
  /** `'ij'`: axis k runs along vector k (matrices, the default). `'xy'`: the first two axes are swapped (plots). */
  readonly indexing?: 'ij' | 'xy';
}

const meshgridOptions: OptionTable<MeshgridFunctionOptions> = { indexing: 'ij' };

/**
 * Coordinates of a grid: each vector stretched over the others.
 *
 *     y_k[i_0, i_1, …] = x_k[i_k]
 *
 * Shape: vectors `[A]`, `[B]`, … → as many of `[A, B, ...]`; `[B, A, ...]` with `'xy'`.
 * @throws {@link ShapeError} if one has more than one axis.
 * @throws {@link ArgumentError} if there are none, or the indexing is unknown.
 * @example
 * const [rows, columns] = meshgrid([tensor([1, 2]), tensor([3, 4, 5])]);
 * await rows.array(); // => [[1, 1, 1], [2, 2, 2]]
 * await columns.array(); // => [[3, 4, 5], [3, 4, 5]]
 */
export function meshgrid(vectors: readonly TensorLike[], options: MeshgridFunctionOptions = {}): Tensor[] {
  const { indexing = 'ij' } = checkOptions('meshgrid', options, meshgridOptions);
  checkArgument('meshgrid', 'vectors', vectors, 'list');
  if (vectors.length === 0 || (indexing !== 'ij' && indexing !== 'xy')) {
    throw new ArgumentError('meshgrid', {
      expected: vectors.length === 0 ? 'at least one vector' : "indexing 'ij' or 'xy'",
      received: vectors.length === 0 ? 'none' : indexing,
    });
  }
  return scoped(() => {
    const xs = vectors.map((vector) => toTensor('meshgrid', vector));
    const long = xs.find((x) => x.ndim > 1);
    if (long) throw new ShapeError('meshgrid', { expected: 'vectors', received: describeShape(long.shape) });
    const axisOf = (k: number): number => (indexing === 'xy' && k < 2 && xs.length > 1 ? 1 - k : k);
    const shape = xs.map((_, axis) => xs[axisOf(axis)]!.size);
    return xs.map((x, k) => {
      const column = reshape(
        x,
        shape.map((_, axis) => (axis === axisOf(k) ? x.size : 1)),
      );
      const grid = broadcastTo(column, shape);
      return grid === x ? x.alias() : grid;
    });
  });
}
