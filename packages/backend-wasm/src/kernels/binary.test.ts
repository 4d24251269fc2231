import { describe, it } from 'vitest';
import { arrayOf, expectArray, floats, numbers, sharedBackend } from '../testing/arrays.js';
import { randomShape, ravel, tabulate, whole } from '../testing/indices.js';

const rounds = Array.from({ length: 60 }, (_, seed) => seed);

describe('element-wise functions of two and three arrays, random broadcasts', () => {
  it.each(rounds)('agrees with index arithmetic, seed %i', async (seed) => {
    const backend = await sharedBackend({});
    const { kernels } = backend;
    const next = numbers(seed + 1);
    const shape = randomShape(next);
    const part = () => {
      const own = shape.map((size) => (next() > 0.3 ? 1 : size));
      return own.slice(own.length > 0 && own[0] === 1 ? whole(next, 0, 1) : 0);
    };
    const a = floats(backend, part(), next);
    const b = floats(backend, part(), next);
    const out = shape.map((_, axis) => {
      const size = (own: readonly number[]) => own[axis - (shape.length - own.length)] ?? 1;
      return size(a.array.shape) === 1 ? size(b.array.shape) : size(a.array.shape);
    });
    const trimmed = out.slice(out.length - Math.max(a.array.shape.length, b.array.shape.length));
    const pairs = (f: (x: number, y: number) => number) =>
      tabulate(trimmed, (index) =>
        f(a.values[ravel(index, a.array.shape)]!, b.values[ravel(index, b.array.shape)]!),
      );
    await expectArray(
      backend,
      kernels.binary('sub', a.array, b.array),
      trimmed,
      pairs((x, y) => x - y),
      1e-6,
    );
    await expectArray(backend, kernels.binary('atan2', a.array, b.array), trimmed, pairs(Math.atan2), 1e-6);
    await expectArray(
      backend,
      kernels.binary('less', a.array, b.array),
      trimmed,
      pairs((x, y) => Number(x < y)),
      0,
    );
    const whole_ = (x: number) => Math.round(100 * x);
    const [p, q] = [a, b].map((x) => arrayOf(backend, [...x.values].map(whole_), x.array.shape, 'int32')) as [
      typeof a.array,
      typeof a.array,
    ];
    await expectArray(
      backend,
      kernels.binary('mul', p, q),
      trimmed,
      pairs((x, y) => whole_(x) * whole_(y)),
      0,
    );
    const condition = kernels.binary('greater', a.array, b.array);
    const chosen = pairs(Math.max);
    await expectArray(backend, kernels.select(condition, a.array, b.array), trimmed, chosen, 0);
  });
});
