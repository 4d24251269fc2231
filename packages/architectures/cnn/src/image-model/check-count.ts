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

/** A share from 0 to less than 1, or an `ArgumentError`. */
export function checkShare(subject: string, name: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new ArgumentError(subject, { expected: `${name} from 0 to less than 1`, received: value });
}
