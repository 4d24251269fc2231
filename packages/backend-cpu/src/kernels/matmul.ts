// internal
import { broadcastShapes, type Kernels, sizeOf, type TypedArray } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { broadcastRows } from '../strided.js';

/** `matmul`: each row of the product is a sum of rows of b, kept in double precision. */
export const matmul =
  (t: CpuRuntime): Kernels['matmul'] =>
  (a, b, { transposeA = false, transposeB = false, bias }) => {
    const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
    const batch = broadcastShapes('matmul', batchA, batchB);
    const rows = a.shape.at(transposeA ? -1 : -2)!;
    const terms = a.shape.at(transposeA ? -2 : -1)!;
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    const { array, values } = t.make([...batch, rows, columns], a.dtype);
    const [left, right] = [t.values(a), t.values(b)];
    const start = bias ? Float64Array.from(t.values(bias)) : new Float64Array(columns);
    // a further axis of one makes every batch a row of its own
    const startsA = broadcastRows([...batchA, 1], [...batch, 1]).starts;
    const startsB = broadcastRows([...batchB, 1], [...batch, 1]).starts;
    const [rowStep, termStep] = transposeA ? [1, rows] : [terms, 1];
    const sum = new Float64Array(columns);

    for (let n = 0; n < sizeOf(batch); n++) {
      const offsetA = startsA[n]! * rows * terms;
      const offsetB = startsB[n]! * terms * columns;
      const matrix = transposeB ? turned(right, offsetB, columns, terms) : right;
      for (let i = 0; i < rows; i++) {
        sum.set(start);
        for (let k = 0; k < terms; k++) {
          const factor = left[offsetA + i * rowStep + k * termStep]!;
          const row = (transposeB ? 0 : offsetB) + k * columns;
          for (let j = 0; j < columns; j++) sum[j]! += factor * matrix[row + j]!;
        }
        values.set(sum, (n * rows + i) * columns);
      }
    }
    return array;
  };

/** The transpose of a matrix `[rows, columns]` that begins at `offset`. */
function turned(values: TypedArray, offset: number, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[offset + i * columns + j]!;
  }
  return result;
}
