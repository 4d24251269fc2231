// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { withoutLoss } from './softmax.js';

/** `logSoftmax`, composed. */
export const logSoftmax =
  (t: TfjsRuntime): Kernels['logSoftmax'] =>
  (x) => {
    const size = sizeOf(x.shape);
    if (size === 0) return t.zeros(x.shape, x.dtype);
    const columns = x.shape.at(-1)!;
    const rows = t.view(x, [size / columns, columns]);
    const fold = { axis: [1], reductionIndices: [1], keepDims: true };
    return t.compose(() => {
      const largest = t.view(t.run('Max', { x: rows }, fold), [size / columns, 1]);
      const shifted = t.run('Sub', { a: rows, b: largest });
      const total = t.run('Sum', { x: t.run('Exp', { x: shifted }) }, fold);
      const result = t.run('Sub', { a: shifted, b: t.run('Log', { x: t.view(total, [size / columns, 1]) }) });
      return t.view(t.trusts('Softmax') ? result : withoutLoss(t, rows, result), x.shape);
    });
  };
