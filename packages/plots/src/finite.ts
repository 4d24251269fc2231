// internal: numbers that can be drawn
import { rangeError, typeError } from './errors.js';

/** Whether a value is an array or a typed array. */
export const isArrayLike = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** Returns an argument that must be an object. */
export function record<T>(subject: string, name: string, value: T): T {
  if (typeof value === 'object' && value !== null) return value;
  throw typeError(subject, { expected: `${name} to be an object`, received: value });
}

/** Returns an argument that must be an array. */
export function list<T>(subject: string, name: string, value: T): T {
  if (isArrayLike(value)) return value;
  throw typeError(subject, { expected: `${name} to be an array`, received: value });
}

/** Copies numbers into an array; an empty one, or a number that isn't finite, is an error that names its index. */
export function finiteNumbers(subject: string, name: string, values: unknown): number[] {
  if (!isArrayLike(values)) {
    throw typeError(subject, { expected: 'an array of numbers', received: values, where: name });
  }
  if (values.length === 0) {
    throw rangeError(subject, { expected: 'at least one number', received: 'none', where: name });
  }
  return Array.from(values, (value, index) => {
    if (typeof value !== 'number') {
      throw typeError(subject, { expected: 'a number', received: value, where: `${name}[${index}]` });
    }
    if (!Number.isFinite(value)) {
      const hint = 'Drop what cannot be drawn, or end the series before it.';
      throw rangeError(subject, {
        expected: 'a finite number',
        received: value,
        where: `${name}[${index}]`,
        hint,
      });
    }
    return value;
  });
}

/** Returns an option that must be an integer of at least `least`. */
export function wholeNumber(subject: string, name: string, value: unknown, least: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw rangeError(subject, {
    expected: `${name} to be an integer of at least ${least}`,
    received: value,
  });
}

/** The least and the greatest of numbers, however many they are. */
export function extremes(values: readonly number[]): [least: number, greatest: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}
