import { describe, it } from 'vitest';
import { expectArray, floats, numbers, sharedBackend } from '../testing/arrays.js';
import { randomShape, ravel, tabulate, unravel } from '../testing/indices.js';

const rounds = Array.from({ length: 60 }, (_, seed) => seed);

describe('reductions, random shapes and axes', () => {
  it.each(rounds)('agrees with index arithmetic, seed %i', async (seed) => {
    const backend = await sharedBackend({});
    const { kernels } = backend;
    const next = numbers(seed + 1);
    const shape = [...randomShape(next), 5];
    const { values, array } = floats(backend, shape, next);
    const axes = shape.map((_, axis) => axis).filter((axis) => axis === seed % shape.length || next() > 0);
    const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const groups = new Map<number, number[]>();
    const outShape = kept.map((axis) => shape[axis]!);
    values.forEach((value, flat) => {
      const index = unravel(flat, shape);
      const at = kept.reduce((sum, axis) => sum * shape[axis]! + index[axis]!, 0);
      groups.set(at, [...(groups.get(at) ?? []), value]);
    });
    const fold = (f: (members: readonly number[]) => number) =>
      tabulate(outShape, (index) =>
        f(groups.get(index.reduce((sum, i, axis) => sum * outShape[axis]! + i, 0)) ?? []),
      );
    const sum = (members: readonly number[]) => members.reduce((x, y) => x + y, 0);
    await expectArray(backend, kernels.reduce('sum', array, axes), outShape, fold(sum), 1e-5);
    await expectArray(
      backend,
      kernels.reduce('mean', array, axes),
      outShape,
      fold((m) => sum(m) / m.length),
      1e-5,
    );
    if (!shape.includes(0)) {
      await expectArray(
        backend,
        kernels.reduce('max', array, axes),
        outShape,
        fold((m) => Math.max(...m)),
        0,
      );
      await expectArray(
        backend,
        kernels.reduce('min', array, axes),
        outShape,
        fold((m) => Math.min(...m)),
        0,
      );
      const axis = seed % shape.length;
      const rest = shape.toSpliced(axis, 1);
      const place = tabulate(rest, (index) => {
        const along = Array.from(
          { length: shape[axis]! },
          (_, i) => values[ravel(index.toSpliced(axis, 0, i), shape)]!,
        );
        return along.indexOf(Math.max(...along));
      });
      await expectArray(backend, kernels.argReduce('argmax', array, axis), rest, place, 0);
    }
  });
});
