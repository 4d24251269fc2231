import { ArgumentError } from '@neurona/backend';

/** Values of one setting to draw from: a function of a number in [0, 1), evenly distributed. */
export type Distribution<Value = unknown> = (u: number) => Value;

/**
 * Uniform numbers between two bounds.
 * @throws {@link ArgumentError} unless `from < to`.
 * @example
 * between(2, 4)(0.5); // => 3
 */
export function between(from: number, to: number): Distribution<number> {
  if (!(from < to)) throw new ArgumentError('between', { expected: 'from < to', received: [from, to] });
  return (u) => from + u * (to - from);
}

/**
 * Log-uniform numbers between two bounds: for learning rates and penalties.
 * @throws {@link ArgumentError} unless `0 < from < to`.
 * @example
 * logBetween(1e-4, 1)(0.5); // => 0.01
 */
export function logBetween(from: number, to: number): Distribution<number> {
  if (!(from > 0 && from < to)) {
    throw new ArgumentError('logBetween', { expected: '0 < from < to', received: [from, to] });
  }
  return (u) => from * (to / from) ** u;
}

/**
 * Uniform integers between two bounds, both included.
 * @throws {@link ArgumentError} unless both are whole and `from <= to`.
 * @example
 * wholeBetween(1, 6)(0.99); // => 6
 */
export function wholeBetween(from: number, to: number): Distribution<number> {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from <= to)) {
    throw new ArgumentError('wholeBetween', {
      expected: 'integers, from <= to',
      received: [from, to],
    });
  }
  return (u) => from + Math.floor(u * (to - from + 1));
}
