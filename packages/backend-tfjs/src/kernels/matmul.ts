// internal
import {
  broadcastShapes,
  type DeviceArray,
  type Kernels,
  type Shape,
  sameShape,
  sizeOf,
} from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { broadcastTo } from './broadcast-to.js';
import { fill } from './fill.js';
import { transpose } from './transpose.js';

/** `matmul` by tfjs's `BatchMatMul`, whose batches are equal or single; others are stretched first. */
export const matmul = (t: TfjsRuntime): Kernels['matmul'] => {
  const stretch = broadcastTo(t);

  const product = (
    a: DeviceArray,
    b: DeviceArray,
    transposeA: boolean,
    transposeB: boolean,
    batch: Shape,
  ) => {
    const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
    const [countA, countB] = [sizeOf(batchA), sizeOf(batchB)];
    const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
    const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
    if (countB === 1 && !transposeA) {
      // one matrix b for all batches: their rows are stacked
      const left = t.view(a, [1, countA * rowsA, columnsA]);
      return t.run(
        'BatchMatMul',
        { a: left, b: t.view(b, [1, rowsB, columnsB]) },
        { transposeA, transposeB },
      );
    }
    const direct = sameShape(batchA, batchB) || countA === 1 || countB === 1;
    const left = direct || sameShape(batchA, batch) ? a : stretch(a, [...batch, rowsA, columnsA]);
    const right = direct || sameShape(batchB, batch) ? b : stretch(b, [...batch, rowsB, columnsB]);
    return t.run(
      'BatchMatMul',
      {
        a: t.view(left, [sizeOf(left.shape.slice(0, -2)), rowsA, columnsA]),
        b: t.view(right, [sizeOf(right.shape.slice(0, -2)), rowsB, columnsB]),
      },
      { transposeA, transposeB },
    );
  };

  /** Matrices with their last two axes exchanged. */
  const turned = (x: DeviceArray): DeviceArray => {
    const [rows, columns] = x.shape.slice(-2) as [number, number];
    const split = t.view(x, [sizeOf(x.shape.slice(0, -2)), rows, columns]);
    return t.view(transpose(t)(split, [0, 2, 1]), [...x.shape.slice(0, -2), columns, rows]);
  };

  return (a, b, { transposeA = false, transposeB = false, bias }) => {
    const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
    const rows = a.shape.at(transposeA ? -1 : -2)!;
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    const shape = [...batch, rows, columns];
    if (sizeOf(shape) === 0) return t.zeros(shape, a.dtype);
    const noTerms = sizeOf(a.shape) === 0; // a sum of no products
    if (noTerms) return bias ? stretch(bias, shape) : fill(t)(shape, 0, a.dtype);
    return t.compose(() => {
      const isTurned = transposeA && transposeB && !t.trusts('BatchMatMul');
      const y = isTurned
        ? product(turned(a), turned(b), false, false, batch)
        : product(a, b, transposeA, transposeB, batch);
      const flat = t.view(y, [sizeOf(batch) * rows, columns]);
      return t.view(bias ? t.run('Add', { a: flat, b: bias }) : flat, shape);
    });
  };
};
