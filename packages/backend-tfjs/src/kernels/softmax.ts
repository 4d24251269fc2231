// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import { Calculator } from '../calculator.js';
import type { TfjsRuntime } from '../runtime.js';

/** `softmax` by tfjs's kernel, over rows. */
export const softmax =
  (t: TfjsRuntime): Kernels['softmax'] =>
  (x) => {
    const size = sizeOf(x.shape);
    if (size === 0) return t.zeros(x.shape, x.dtype);
    const columns = x.shape.at(-1)!;
    const rows = t.view(x, [size / columns, columns]);
    if (t.trusts('Softmax')) return t.view(t.run('Softmax', { logits: rows }, { dim: 1 }), x.shape);
    return t.compose(() =>
      t.view(withoutLoss(t, rows, t.run('Softmax', { logits: rows }, { dim: 1 })), x.shape),
    );
  };

/**
 * The softmax of rows, or its logarithm, with NaN in each row that has a NaN or whose largest value is infinite: shaders may lose it.
 * Call it inside of `compose`.
 */
export function withoutLoss(t: TfjsRuntime, rows: DeviceArray, result: DeviceArray): DeviceArray {
  const c = new Calculator(t);
  const fold = { axis: [1], reductionIndices: [1], keepDims: true };
  const nans = c.isNaN(rows);
  const largest = t.run('Max', { x: c.where(nans, 0, rows) }, fold);
  const isLost = c.or(t.run('Any', { x: nans }, fold), t.run('IsInf', { x: largest }));
  return c.where(t.view(isLost, [rows.shape[0]!, 1]), Number.NaN, result);
}
