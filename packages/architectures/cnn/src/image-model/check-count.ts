// internal
import { ArgumentError } from '@neurona/backend';

/** A whole number of at least `least`, or an `ArgumentError`. */
export function checkCount(subject: string, name: string, value: number, least = 1): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new ArgumentError(subject, {
    expected: `${name} to be a whole number of at least ${least}`,
    received: value,
  });
}
