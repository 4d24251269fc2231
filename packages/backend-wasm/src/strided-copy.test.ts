import { describe, it } from 'vitest';
import { expectArray, floats, numbers, sharedBackend } from './testing/arrays.js';
import { randomShape, ravel, tabulate, whole } from './testing/indices.js';

const rounds = Array.from({ length: 60 }, (_, seed) => seed);

describe('copies of strided arrays, random shapes', () => {
  it.each(rounds)('agrees with index arithmetic, seed %i', async (seed) => {
    const backend = await sharedBackend({});
    const { kernels } = backend;
    const next = numbers(seed + 1);
    const shape = randomShape(next);
    const { values, array } = floats(backend, shape, next);
    const at = (index: readonly number[]) => values[ravel(index, shape)]!;

    const permutation = shape.map((_, axis) => axis).sort(() => next());
    const permuted = permutation.map((axis) => shape[axis]!);
    const transposed = tabulate(permuted, (index) =>
      at(shape.map((_, axis) => index[permutation.indexOf(axis)]!)),
    );
    await expectArray(backend, kernels.transpose(array, permutation), permuted, transposed, 0);

    const start = shape.map((size) => whole(next, 0, size));
    const step = shape.map(() => whole(next, 1, 3));
    const size = shape.map((length, axis) =>
      whole(next, 0, Math.ceil((length - start[axis]!) / step[axis]!)),
    );
    const sliced = tabulate(size, (index) => at(index.map((i, axis) => start[axis]! + i * step[axis]!)));
    await expectArray(backend, kernels.slice(array, start, size, step), size, sliced, 0);

    const axes = shape.map((_, axis) => axis).filter(() => next() > 0);
    const reversed = tabulate(shape, (index) =>
      at(index.map((i, axis) => (axes.includes(axis) ? shape[axis]! - 1 - i : i))),
    );
    await expectArray(backend, kernels.reverse(array, axes), shape, reversed, 0);

    const padding = shape.map(() => [whole(next, 0, 3), whole(next, 0, 3)] as const);
    const padded = shape.map((length, axis) => length + padding[axis]![0] + padding[axis]![1]);
    const framed = tabulate(padded, (index) => {
      const inner = index.map((i, axis) => i - padding[axis]![0]);
      return inner.every((i, axis) => i >= 0 && i < shape[axis]!) ? at(inner) : 7;
    });
    await expectArray(backend, kernels.pad(array, padding, 7), padded, framed, 0);

    const wide = [
      ...randomShape(next, 1),
      ...shape.map((length) => (length === 1 ? whole(next, 1, 5) : length)),
    ];
    await expectArray(backend, kernels.broadcastTo(array, wide), wide, tabulate(wide, at), 0);

    if (shape.length > 0) {
      const axis = whole(next, 0, shape.length - 1);
      const other = floats(backend, shape.with(axis, whole(next, 0, 5)), next);
      const joined = shape.with(axis, shape[axis]! + other.array.shape[axis]!);
      const expected = tabulate(joined, (index) => {
        const beyond = index[axis]! - shape[axis]!;
        return beyond < 0 ? at(index) : other.values[ravel(index.with(axis, beyond), other.array.shape)]!;
      });
      await expectArray(backend, kernels.concat([array, other.array], axis), joined, expected, 0);
    }
  });
});
