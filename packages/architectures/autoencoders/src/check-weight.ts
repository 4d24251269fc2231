// internal
import { ArgumentError } from '@neurona/backend';

/** A finite number that isn't negative, or an `ArgumentError`. */
export function checkWeight(subject: string, name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new ArgumentError(subject, { expected: `${name} to be a number of at least 0`, received: value });
}
