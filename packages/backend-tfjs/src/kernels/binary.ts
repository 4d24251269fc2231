// internal
import { type BinaryOp, broadcastShapes, type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { power } from './power.js';
import { select } from './select.js';

type Row = (t: TfjsRuntime, a: DeviceArray, b: DeviceArray) => DeviceArray;

const direct =
  (kernel: string): Row =>
  (t, a, b) =>
    t.run(kernel, { a, b });

/** Comparisons of order; of bools as integers where tfjs doesn't order those. */
const ordered =
  (kernel: string): Row =>
  (t, a, b) => {
    if (a.dtype !== 'bool' || t.trusts('Less', 'bool')) return t.run(kernel, { a, b });
    const whole = (x: DeviceArray): DeviceArray => t.run('Cast', { x }, { dtype: 'int32' });
    return t.compose(() => t.run(kernel, { a: whole(a), b: whole(b) }));
  };

/** Where tfjs's kernel loses NaN: a where a is NaN or is further out, else b, which may be NaN. */
const extreme =
  (kernel: string, comparison: string): Row =>
  (t, a, b) => {
    if (a.dtype !== 'float32' || t.trusts(kernel)) return t.run(kernel, { a, b });
    return t.compose(() => {
      const further = t.run(comparison, { a, b });
      return select(t)(t.run('LogicalOr', { a: further, b: t.run('IsNan', { x: a }) }), a, b);
    });
  };

const rows: Record<BinaryOp, Row> = {
  add: direct('Add'),
  sub: direct('Sub'),
  mul: direct('Multiply'),
  div: direct('RealDiv'),
  pow: (t, a, b) => (a.dtype !== 'float32' || t.trusts('Pow') ? t.run('Pow', { a, b }) : power(t, a, b)),
  maximum: extreme('Maximum', 'GreaterEqual'),
  minimum: extreme('Minimum', 'LessEqual'),
  remainder: direct('Mod'),
  atan2: direct('Atan2'),
  equal: direct('Equal'),
  notEqual: direct('NotEqual'),
  less: ordered('Less'),
  lessEqual: ordered('LessEqual'),
  greater: ordered('Greater'),
  greaterEqual: ordered('GreaterEqual'),
  logicalAnd: direct('LogicalAnd'),
  logicalOr: direct('LogicalOr'),
  logicalXor: direct('NotEqual'),
};

const arithmetic = new Set<BinaryOp>([
  'add',
  'sub',
  'mul',
  'div',
  'pow',
  'maximum',
  'minimum',
  'remainder',
  'atan2',
]);

/** `binary`: one row an operation. */
export const binary =
  (t: TfjsRuntime): Kernels['binary'] =>
  (op, a, b) => {
    const shape = broadcastShapes(op, a.shape, b.shape);
    if (sizeOf(shape) === 0) return t.zeros(shape, arithmetic.has(op) ? a.dtype : 'bool');
    return rows[op](t, a, b);
  };
