import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf, wholeNumbers } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

interface Case {
  readonly title: string;
  readonly batch?: number;
  readonly rows: number;
  readonly length: number;
  readonly columns: number;
  /** Leaves out transposed operands, whose shaders take long to compile in software. */
  readonly plainOnly?: boolean;
}

const cases: readonly Case[] = [
  { title: 'in one small tile', rows: 20, length: 70, columns: 18 },
  { title: 'in tiles that hang over', rows: 70, length: 65, columns: 45, plainOnly: true },
  { title: 'in large tiles', rows: 380, length: 33, columns: 330, plainOnly: true },
  { title: 'with a split sum', rows: 12, length: 1100, columns: 9 },
  { title: 'of a stack', batch: 3, rows: 33, length: 66, columns: 17 },
  { title: 'of an empty sum', rows: 3, length: 0, columns: 4, plainOnly: true },
];

function product(
  { batch = 1, rows, length, columns }: Case,
  a: Float32Array,
  b: Float32Array,
  bias: Float32Array,
): number[] {
  const c: number[] = [];
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = bias[j]!;
        for (let k = 0; k < length; k++)
          sum += a[(n * rows + i) * length + k]! * b[(n * length + k) * columns + j]!;
        c.push(sum);
      }
    }
  }
  return c;
}

describeOnDevice('matmul on a GPU', (current) => {
  for (const entry of cases) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const) {
      if (entry.plainOnly && (transposeA || transposeB)) continue;
      it(`is right ${entry.title}${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`, async () => {
        const backend = current();
        const { batch = 1, rows, length, columns } = entry;
        const stack = entry.batch ? [batch] : [];
        const values = [
          wholeNumbers([batch, rows, length]),
          wholeNumbers([batch, length, columns], 2),
          wholeNumbers([columns], 3),
        ] as const;
        const lastSwapped = [...stack.map((_, axis) => axis), stack.length + 1, stack.length];
        const a = upload(backend, values[0], [...stack, rows, length]);
        const b = upload(backend, values[1], [...stack, length, columns]);
        const bias = upload(backend, values[2], [columns]);
        const left = transposeA ? backend.kernels.transpose(a, lastSwapped) : backend.kernels.copy(a);
        const right = transposeB ? backend.kernels.transpose(b, lastSwapped) : backend.kernels.copy(b);
        const c = backend.kernels.matmul(left, right, { transposeA, transposeB, bias });
        expect(c.shape).toEqual([...stack, rows, columns]);
        expect(await valuesOf(backend, c)).toEqual(product(entry, ...values));
        freeAll(backend, a, b, bias, left, right, c);
        expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
      });
    }
  }
});
