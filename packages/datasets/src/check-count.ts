// internal
import { ArgumentError } from '@neurona/backend';

/** An integer, not too small. */
export function checkCount(subject: string, name: string, value: number, least = 1): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new ArgumentError(subject, {
    expected: `${name} to be an integer of at least ${least}`,
    received: value,
  });
}
