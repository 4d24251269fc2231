// internal
import { ArgumentError } from '@neurona/backend';

/** A whole number, not too small. */
export function checkCount(subject: string, name: string, value: number, least = 1): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new ArgumentError(subject, {
    expected: `${name} to be a whole number of at least ${least}`,
    received: value,
  });
}
