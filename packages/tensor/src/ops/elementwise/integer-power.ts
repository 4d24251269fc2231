// internal
import { ArgumentError } from '@neurona/backend';
import { onesLike } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';

const BITS = 31; // of an exponent that is not negative

/**
 * A power of int32 numbers by squaring: exact where the result fits; otherwise it wraps, as all int32 arithmetic does. With a
 * negative exponent in a tensor the result is the whole part: 0, except for the bases 1 and -1.
 * @throws {@link ArgumentError} if a number is negative as an exponent.
 */
export function integerPower(base: Tensor, exponent: Tensor | number): Tensor {
  if (typeof exponent === 'number') return scoped(() => numberPower(base, exponent));
  return scoped(() => {
    const isNegative = exponent.less(0);
    const one = onesLike(base.mul(exponent));
    let rest = isNegative.where(exponent.neg(), exponent);
    let power = one;
    for (let bit = BITS - 1; bit >= 0; bit--) {
      const isSet = rest.greaterEqual(2 ** bit);
      rest = isSet.where(rest.sub(2 ** bit), rest);
      power = power.mul(power).mul(isSet.where(base, one));
    }
    return isNegative.logicalAnd(base.abs().notEqual(1)).where(0, power);
  });
}

function numberPower(base: Tensor, exponent: number): Tensor {
  if (exponent < 0) {
    throw new ArgumentError('pow', {
      expected: 'an exponent of at least 0 for int32',
      received: exponent,
      hint: "Use x.cast('float32') for fractions.",
    });
  }
  let power = onesLike(base);
  for (const bit of exponent.toString(2)) {
    power = power.mul(power);
    if (bit === '1') power = power.mul(base);
  }
  return power;
}
