// internal
import { ArgumentError } from '@neurona/backend';

/** An integer of at least `least`, or an `ArgumentError`. */
export function checkCount(subject: string, name: string, value: number, least = 1): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new ArgumentError(subject, {
    expected: `${name} to be an integer of at least ${least}`,
    received: value,
  });
}

/** A finite number that isn't negative, or an `ArgumentError`. */
export function checkWeight(subject: string, name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new ArgumentError(subject, { expected: `${name} to be a number of at least 0`, received: value });
}
