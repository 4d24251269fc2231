// internal
import type { DeviceArray } from '@neurona/backend';
import { Calculator } from '../calculator.js';
import type { TfjsRuntime } from '../runtime.js';

/** a to the power of b as C has it: by tfjs's kernel of |a|, with the cases that it gets wrong one by one. */
export function power(t: TfjsRuntime, a: DeviceArray, b: DeviceArray): DeviceArray {
  const c = new Calculator(t);
  return t.compose(() => {
    const size = c.abs(a);
    const isEndless = (x: DeviceArray): DeviceArray => t.run('IsInf', { x });
    const grows = c.greater(b, 0);
    const isRegular = c.and(
      t.run('IsFinite', { x: b }),
      c.and(t.run('IsFinite', { x: size }), c.greater(size, 0)),
    );
    const regular = t.run('Pow', { a: c.where(isRegular, size, 1), b: c.where(isRegular, b, 1) });
    // |a| is 0 or infinite, or b is infinite: 0 or infinity
    const isLarge = c.equal(c.greater(size, 1), grows);
    const limit = c.where(isLarge, Number.POSITIVE_INFINITY, 0);
    const magnitude = c.where(isRegular, regular, limit);

    const half = c.mul(b, 0.5);
    const isWhole = c.equal(t.run('Floor', { x: b }), b);
    const isOdd = c.and(
      c.and(isWhole, c.not(isEndless(b))),
      c.not(c.equal(t.run('Floor', { x: half }), half)),
    );
    const isNegative = c.less(a, 0);
    const signed = c.where(c.and(isNegative, isOdd), t.run('Neg', { x: magnitude }), magnitude);
    const isUndefined = c.or(
      c.or(c.isNaN(a), c.isNaN(b)),
      c.and(c.and(isNegative, c.not(isEndless(a))), c.not(isWhole)),
    );
    const isOne = c.or(c.or(c.equal(b, 0), c.equal(a, 1)), c.and(c.equal(a, -1), isEndless(b)));
    return c.where(isOne, 1, c.where(isUndefined, Number.NaN, signed));
  });
}
