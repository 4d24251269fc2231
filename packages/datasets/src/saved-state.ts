// internal
import { ArgumentError } from '@neurona/backend';

/** What was read from JSON and is not known to be right. */
export type SavedState = Readonly<Record<string, unknown>>;

/** A value that stands for a category: null is a missing one. */
export type Category = string | number | null;

/** Something read from JSON as an object. */
export function savedObject(subject: string, saved: unknown, what: string): SavedState {
  if (typeof saved === 'object' && saved !== null && !Array.isArray(saved)) return saved as SavedState;
  throw mismatch(subject, what, saved);
}

/** Finite numbers under a key, as many as given. */
export function savedNumbers(subject: string, saved: SavedState, key: string, length: number): number[] {
  const values = saved[key];
  if (Array.isArray(values) && values.length === length && values.every(Number.isFinite)) return [...values];
  throw mismatch(subject, `a state with ${length} numbers as "${key}"`, values);
}

/** Strings under a key. */
export function savedTexts(subject: string, saved: SavedState, key: string): string[] {
  const values = saved[key];
  if (Array.isArray(values) && values.every((value) => typeof value === 'string')) return [...values];
  throw mismatch(subject, `a state with strings as "${key}"`, values);
}

/** Different categories under a key, a list for each column. */
export function savedCategories(
  subject: string,
  saved: SavedState,
  key: string,
  length: number,
): Category[][] {
  const lists = saved[key];
  if (Array.isArray(lists) && lists.length === length && lists.every(areCategories)) {
    return lists.map((list) => [...list]);
  }
  throw mismatch(subject, `a state with ${length} lists of different categories as "${key}"`, lists);
}

const areCategories = (list: unknown): list is Category[] =>
  Array.isArray(list) &&
  new Set(list).size === list.length &&
  list.every((value) => value === null || typeof value === 'string' || Number.isFinite(value));

/** An array under a key, of a length. */
export function savedArray(subject: string, saved: SavedState, key: string, length: number): unknown[] {
  const values = saved[key];
  if (Array.isArray(values) && values.length === length) return values;
  throw mismatch(subject, `a state with ${length} items as "${key}"`, values);
}

const mismatch = (subject: string, expected: string, received: unknown): ArgumentError =>
  new ArgumentError(`${subject}.loadStateDict`, { expected, received });
