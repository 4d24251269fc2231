// internal
import { type BinaryOp, broadcastShapes, type Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { broadcastRows, rowSizes } from '../strided.js';

type BinaryFunction = (a: number, b: number) => number;

const pow: BinaryFunction = (a, b) => {
  if (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY)) return 1; // where JavaScript says NaN
  return a ** b;
};

const remainder: BinaryFunction = (a, b) => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

const arithmetic: Partial<Record<BinaryOp, BinaryFunction>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow,
  maximum: Math.max, // NaN where either is
  minimum: Math.min,
  remainder,
  atan2: Math.atan2,
};

const truth: Partial<Record<BinaryOp, BinaryFunction>> = {
  equal: (a, b) => (a === b ? 1 : 0),
  notEqual: (a, b) => (a !== b ? 1 : 0),
  less: (a, b) => (a < b ? 1 : 0),
  lessEqual: (a, b) => (a <= b ? 1 : 0),
  greater: (a, b) => (a > b ? 1 : 0),
  greaterEqual: (a, b) => (a >= b ? 1 : 0),
  logicalAnd: (a, b) => a & b,
  logicalOr: (a, b) => a | b,
  logicalXor: (a, b) => a ^ b,
};

/** `binary`: a function of each pair of elements; int32 results wrap. */
export const binary =
  (t: CpuRuntime): Kernels['binary'] =>
  (op, a, b) => {
    const shape = broadcastShapes(op, a.shape, b.shape);
    const computed = op === 'mul' && a.dtype === 'int32' ? Math.imul : arithmetic[op];
    const f = computed ?? truth[op]!;
    const { array, values } = t.make(shape, computed ? a.dtype : 'bool');
    const [left, right] = [t.values(a), t.values(b)];
    if (left.length === values.length && right.length === values.length) {
      for (let i = 0; i < values.length; i++) values[i] = f(left[i]!, right[i]!);
      return array;
    }
    const { count, length } = rowSizes(shape);
    const [rowsA, rowsB] = [broadcastRows(a.shape, shape), broadcastRows(b.shape, shape)];
    for (let row = 0, at = 0; row < count; row++) {
      let i = rowsA.starts[row]!;
      let j = rowsB.starts[row]!;
      for (const end = at + length; at < end; at++, i += rowsA.step, j += rowsB.step)
        values[at] = f(left[i]!, right[j]!);
    }
    return array;
  };
