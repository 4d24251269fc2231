import type { DeviceArray } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { expectArray, floats, numbers, sharedBackend, startBackend, variants } from '../testing/arrays.js';

const sizes = [
  [1, 1, 1],
  [7, 13, 29],
  [6, 8, 4],
  [64, 10, 50],
  [13, 70, 300],
  [97, 65, 33],
  [3, 520, 5],
  [100, 1, 30],
  [1, 40, 30],
  [1, 4103, 21],
  [5, 4, 0],
  [0, 3, 2],
  [2, 600, 1100],
] as const;

describe.each(variants)('matmul with %s', (_, options) => {
  it.each(sizes)('agrees with plain loops in all transpositions: %i x %i over %i', async (m, n, k) => {
    const backend = await sharedBackend(options);
    const next = numbers(m + n + k);
    const bias = floats(backend, [n], next);
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = floats(backend, transposeA ? [k, m] : [m, k], next);
        const b = floats(backend, transposeB ? [n, k] : [k, n], next);
        const expected = new Float64Array(m * n);
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let sum = bias.values[j]!;
            for (let p = 0; p < k; p++) {
              sum +=
                a.values[transposeA ? p * m + i : i * k + p]! * b.values[transposeB ? j * k + p : p * n + j]!;
            }
            expected[i * n + j] = sum;
          }
        }
        const settings = { transposeA, transposeB, bias: bias.array };
        await expectArray(
          backend,
          backend.kernels.matmul(a.array, b.array, settings),
          [m, n],
          expected,
          3e-5,
        );
      }
    }
  });

  it.each([false, true])(
    'keeps the panels of B until its elements change; transposed: %s',
    async (transposeB) => {
      const backend = await startBackend(options);
      const { kernels } = backend;
      const [m, n, k] = [13, 530, 300];
      const next = numbers(7);
      const a = floats(backend, [m, k], next);
      const b = floats(backend, transposeB ? [n, k] : [k, n], next);
      const other = floats(backend, b.array.shape, next);
      const product = async (x: DeviceArray) => {
        const y = kernels.matmul(a.array, x, { transposeB });
        return backend.read({ ...y, dtype: 'float32' });
      };
      const [first, last] = [await product(b.array), await product(other.array)];
      for (let call = 1; call < 5; call++) expect(await product(b.array)).toEqual(first);
      backend.assign(b.array, other.array);
      for (let call = 0; call < 5; call++) expect(await product(b.array)).toEqual(last);
    },
  );

  it.each([
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], []],
    [[], [2, 3]],
    [[2, 1], [3]],
    [[0], [1]],
  ])('broadcasts batches %j and %j', async (batchA, batchB) => {
    const backend = await sharedBackend(options);
    const next = numbers(5);
    const [m, n, k] = [5, 9, 7];
    for (const transposeA of [false, true]) {
      const a = floats(backend, [...batchA, ...(transposeA ? [k, m] : [m, k])], next);
      const b = floats(backend, [...batchB, k, n], next);
      const [p, q] = [a, b].map((x) => [1, 1, ...x.array.shape].slice(-4)) as [number[], number[]];
      const batch = [0, 1].map((i) => (p[i] === 1 ? q[i]! : p[i]!));
      const expected: number[] = [];
      for (let i = 0; i < batch[0]! * batch[1]! * m * n; i++) {
        const [column, row, second] = [i % n, Math.floor(i / n) % m, Math.floor(i / (n * m)) % batch[1]!];
        const first = Math.floor(i / (n * m * batch[1]!));
        const start = (shape: number[]) =>
          ((shape[0] === 1 ? 0 : first) * shape[1]! + (shape[1] === 1 ? 0 : second)) * shape[2]! * shape[3]!;
        let sum = 0;
        for (let t = 0; t < k; t++) {
          const left = a.values[start(p) + (transposeA ? t * m + row : row * k + t)]!;
          sum += left * b.values[start(q) + t * n + column]!;
        }
        expected.push(sum);
      }
      const shape = [...batch.slice(2 - Math.max(batchA.length, batchB.length)), m, n];
      await expectArray(backend, backend.kernels.matmul(a.array, b.array, { transposeA }), shape, expected);
    }
  });
});
