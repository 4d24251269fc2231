// internal
import { type Kernels, type ReduceOp, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { broadcastRows, rowSizes } from '../strided.js';

interface Fold {
  readonly start: number;
  readonly step: (total: number, value: number) => number;
}

const add = (total: number, value: number) => total + value;

const folds: Record<ReduceOp, Fold> = {
  sum: { start: 0, step: add },
  mean: { start: 0, step: add },
  max: { start: Number.NEGATIVE_INFINITY, step: Math.max }, // propagates NaN
  min: { start: Number.POSITIVE_INFINITY, step: Math.min },
  prod: { start: 1, step: (total, value) => total * value },
  all: { start: 1, step: (total, value) => total & value },
  any: { start: 0, step: (total, value) => total | value },
};

/** `reduce`: each element meets the total that it belongs to, in double precision; int32 wraps. */
export const reduce =
  (t: CpuRuntime): Kernels['reduce'] =>
  (op, x, axes) => {
    const from = t.values(x);
    const { array, values } = t.make(
      x.shape.filter((_, axis) => !axes.includes(axis)),
      x.dtype,
    );
    const { start } = folds[op];
    const step = op === 'prod' && x.dtype === 'int32' ? Math.imul : folds[op].step;
    const totals = new Float64Array(values.length).fill(start);
    // the result, with axes of one for those that go, broadcasts to x
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const rows = broadcastRows(kept, x.shape);
    const { count, length } = rowSizes(x.shape);
    for (let row = 0, at = 0; row < count; row++) {
      for (let i = 0, to = rows.starts[row]!; i < length; i++, to += rows.step) {
        totals[to] = step(totals[to]!, from[at++]!);
      }
    }
    const divisor = op === 'mean' ? sizeOf(x.shape) / sizeOf(kept) : 1;
    for (let i = 0; i < totals.length; i++) values[i] = totals[i]! / divisor;
    return array;
  };
