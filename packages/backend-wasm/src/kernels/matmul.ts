import { broadcastShapes, type DeviceArray, type Kernels, type Shape, sizeOf } from '@neurona/backend';
import { keptPanels } from '../kept-panels.js';
import type { WasmRuntime } from '../runtime.js';
import { broadcastStrides } from '../walk.js';

/** The last two axes of an operand as the product sees them: sizes, and strides in elements. */
interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
}

function matrixOf(shape: Shape, transposed: boolean | undefined): Matrix {
  const rows = shape.at(-2)!;
  const columns = shape.at(-1)!;
  // A vector lies in memory as its transpose does.
  if (transposed && (rows === 1 || columns === 1))
    return { rows: columns, columns: rows, row: rows, column: 1 };
  if (transposed) return { rows: columns, columns: rows, row: 1, column: columns };
  return { rows, columns, row: columns, column: 1 };
}

/** Where each matrix of a batch starts, in elements. */
function matrixOffsets(shape: Shape, batch: Shape, size: number): number[] {
  const strides = broadcastStrides(shape.slice(0, -2), batch);
  let offsets = [0];
  batch.forEach((count, axis) => {
    const step = strides[axis]! * size;
    offsets = offsets.flatMap((offset) => Array.from({ length: count }, (_, i) => offset + i * step));
  });
  return offsets;
}

/** How far apart the matrices of a batch are, where it is the same step all along: 0 for one matrix; else undefined. */
function matrixStep(shape: Shape, count: number, size: number): number | undefined {
  const own = sizeOf(shape) / size;
  if (own === 1) return 0;
  return own === count ? size : undefined;
}

export const matmul = (wasm: WasmRuntime): Kernels['matmul'] => {
  const { gemm, gemmBatch } = wasm.call;
  const scratchBytes = wasm.call.gemmScratchBytes();

  function multiply(
    a: number,
    p: Matrix,
    b: number,
    q: Matrix,
    c: number,
    rows: number,
    bias: number,
    panels = 0,
  ): void {
    const scratch = wasm.scratch(scratchBytes);
    const [n, k] = [q.columns, p.columns];
    gemm(a, p.row, p.column, b, q.row, q.column, c, n, rows, n, k, bias, scratch, panels, 0);
  }

  return (a, b, { transposeA, transposeB, bias }) => {
    const p = matrixOf(a.shape, transposeA);
    const q = matrixOf(b.shape, transposeB);
    const toBias = bias ? wasm.at(bias) : 0;
    if (a.shape.length === 2 && b.shape.length === 2) {
      const out = wasm.make([p.rows, q.columns], 'float32');
      wasm.scratch(scratchBytes); // before panels, whose place it takes where there is little memory
      const panels = keptPanels(wasm, { array: b, ...q }, p.rows);
      multiply(wasm.at(a), p, wasm.at(b), q, wasm.at(out), p.rows, toBias, panels);
      return out;
    }
    const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
    const out = wasm.make([...batch, p.rows, q.columns], 'float32');
    if (sizeOf(out.shape) === 0) return out;
    multiplyBatch(a, p, b, q, out, batch, toBias);
    return out;
  };

  function multiplyBatch(
    a: DeviceArray,
    p: Matrix,
    b: DeviceArray,
    q: Matrix,
    out: DeviceArray,
    batch: Shape,
    bias: number,
  ): void {
    const count = sizeOf(batch);
    const [m, n, k] = [p.rows, q.columns, p.columns];
    const stepA = matrixStep(a.shape, count, m * k);
    const stepB = matrixStep(b.shape, count, k * n);
    const [fromA, fromB, to] = [wasm.at(a), wasm.at(b), wasm.at(out)];
    if (stepB === 0 && p.column === 1 && stepA === m * k) {
      // One matrix for the whole batch: the rows of all of them are one tall matrix.
      multiply(fromA, p, fromB, q, to, count * m, bias);
    } else if (stepA !== undefined && stepB !== undefined) {
      const scratch = wasm.scratch(scratchBytes);
      const sizes = [m, n, k, bias, scratch] as const;
      gemmBatch(count, stepA, stepB, m * n, fromA, p.row, p.column, fromB, q.row, q.column, to, n, ...sizes);
    } else {
      const offsetsA = matrixOffsets(a.shape, batch, m * k);
      const offsetsB = matrixOffsets(b.shape, batch, k * n);
      offsetsA.forEach((offset, i) => {
        multiply(fromA + 4 * offset, p, fromB + 4 * offsetsB[i]!, q, to + 4 * i * m * n, m, bias);
      });
    }
  }
};
