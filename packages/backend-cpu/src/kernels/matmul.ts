// internal
import { broadcastShapes, type Kernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { multiply, packStrided } from '../product.js';
import { broadcastRows } from '../strided.js';

/** `matmul`, batch after batch, in double precision. */
export const matmul =
  (t: CpuRuntime): Kernels['matmul'] =>
  (a, b, { transposeA = false, transposeB = false, bias }) => {
    const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
    const batch = broadcastShapes('matmul', batchA, batchB);
    const rows = a.shape.at(transposeA ? -1 : -2)!;
    const terms = a.shape.at(transposeA ? -2 : -1)!;
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    const { array, values } = t.make([...batch, rows, columns], 'float32');
    if (bias) for (let i = 0; i < values.length; i += columns) values.set(t.values(bias), i);

    // a further axis of one makes every batch a row of its own
    const startsA = broadcastRows([...batchA, 1], [...batch, 1]).starts;
    const startsB = broadcastRows([...batchB, 1], [...batch, 1]).starts;
    const stepsA = transposeA ? ([1, rows] as const) : ([terms, 1] as const);
    const stepsB = transposeB ? ([terms, 1] as const) : ([1, columns] as const);
    for (let n = 0; n < sizeOf(batch); n++) {
      const left = packStrided(t.values(a), startsA[n]! * rows * terms, [rows, terms], stepsA);
      const right = packStrided(t.values(b), startsB[n]! * terms * columns, [columns, terms], stepsB);
      multiply(left, right, values, n * rows * columns, columns);
    }
    return array;
  };
