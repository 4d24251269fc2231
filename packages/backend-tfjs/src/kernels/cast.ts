// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { select } from './select.js';

/** `cast`; truth is a comparison with 0, as some of tfjs's casts cut 0.5 down to false. */
export const cast =
  (t: TfjsRuntime): Kernels['cast'] =>
  (x, dtype) => {
    if (x.dtype === dtype) return t.copy(x);
    if (sizeOf(x.shape) === 0) return t.zeros(x.shape, dtype);
    if (dtype === 'int32' && x.dtype === 'float32') return t.compose(() => toInt32(t, x));
    if (dtype !== 'bool') return t.run('Cast', { x }, { dtype });
    return t.compose(() => t.run('NotEqual', { a: x, b: t.scalar(0, x.dtype) }));
  };

/** Held in int32's range, and 0 for NaN: what tfjs's casts make of others is each backend's own. */
function toInt32(t: TfjsRuntime, x: DeviceArray): DeviceArray {
  const choose = select(t);
  const high = 2 ** 31;
  const isHigh = t.run('GreaterEqual', { a: x, b: t.scalar(high) });
  const isLow = t.run('Less', { a: x, b: t.scalar(-high) });
  const isOut = t.run('LogicalOr', {
    a: t.run('LogicalOr', { a: isHigh, b: isLow }),
    b: t.run('IsNan', { x }),
  });
  const whole = t.run('Cast', { x: choose(isOut, t.scalar(0), x) }, { dtype: 'int32' });
  const held = choose(isHigh, t.scalar(high - 1, 'int32'), whole);
  return choose(isLow, t.scalar(-high, 'int32'), held);
}
