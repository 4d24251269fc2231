// internal
import { ArgumentError } from '@neurona/backend';
import type { Category } from '../saved-state.js';
import { byCodePoints } from '../text/code-points.js';
import { isNumericColumn, type TableColumn } from './table.js';

/** A column's values with null for the missing ones, be they text or numbers. */
export const categoriesOf = (values: TableColumn): Category[] =>
  Array.from(values as ArrayLike<Category>, (value) =>
    typeof value === 'number' && Number.isNaN(value) ? null : value,
  );

/**
 * Finds the index of a value among categories. What one file has as numbers another may have as text, because one of its
 * fields is none: 3 and "3" are the same category, unless the list has both.
 */
export function placesOf(categories: readonly Category[]): (value: Category) => number | undefined {
  const places = new Map(categories.map((category, place) => [category, place]));
  const numbers = new Map<Category, number>();
  for (const [place, category] of categories.entries()) {
    const number = typeof category === 'string' ? numberOf(category) : undefined;
    if (number !== undefined && !numbers.has(number)) numbers.set(number, place);
  }
  return (value) => {
    const place = places.get(value);
    if (place !== undefined) return place;
    if (typeof value === 'number') return places.get(String(value)) ?? numbers.get(value);
    const number = typeof value === 'string' ? numberOf(value) : undefined;
    return number === undefined ? undefined : places.get(number);
  };
}

/** The number that a text is, if it is one. */
function numberOf(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** The different values in order: numbers by size, text by code points, a missing one last. */
export const sortedCategories = (values: Iterable<Category>): Category[] =>
  [...new Set(values)].sort(compare);

function compare(a: Category, b: Category): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return byCodePoints(String(a), String(b));
}

/** Values of categories as a column: of numbers where all are, else of text. */
export function columnOf(values: readonly Category[], categories: readonly Category[]): TableColumn {
  const present = categories.filter((value) => value !== null);
  if (present.length > 0 && present.every((value) => typeof value === 'number')) {
    return Float64Array.from(values, (value) => (value === null ? Number.NaN : (value as number)));
  }
  return values as (string | null)[];
}

/** Learns a column's categories, or checks it against given ones. */
export function learnCategories(
  subject: string,
  name: string,
  values: TableColumn,
  given?: readonly Category[],
): Category[] {
  const found = sortedCategories(categoriesOf(values));
  if (!given) return found;
  const placeOf = placesOf(given);
  const unknown = found.find((value) => placeOf(value) === undefined);
  if (unknown === undefined) return [...given];
  throw unknownCategory(subject, name, unknown, given);
}

/** Categories given for some columns by name: each a list without repetitions. */
export function checkGiven(subject: string, given: Readonly<Record<string, readonly Category[]>>): void {
  for (const [name, list] of Object.entries(given)) {
    if (list.length > 0 && new Set(list).size === list.length) continue;
    throw new ArgumentError(subject, {
      expected: `different categories for column "${name}"`,
      received: list.length === 0 ? 'none' : [...list],
    });
  }
}

/** What to say of a value that is none of the categories. */
export function unknownCategory(
  subject: string,
  name: string,
  value: Category,
  categories: readonly Category[],
  hint?: string,
): ArgumentError {
  const show = (one: Category): string => (one === null ? 'missing' : JSON.stringify(one));
  const list = categories.slice(0, 12).map(show).join(', ') + (categories.length > 12 ? ', …' : '');
  return new ArgumentError(subject, {
    expected: `one of the categories ${list} in column "${name}"`,
    received: value === null ? 'a missing value' : show(value),
    hint,
  });
}

/** Whether text and numbers are both in a column; a table can't hold it, untyped code can. */
export function checkOneKind(subject: string, name: string, values: TableColumn): void {
  if (isNumericColumn(values) || values.every((value) => value === null || typeof value === 'string')) return;
  throw new ArgumentError(subject, {
    expected: `numbers, or text and null, in column "${name}"`,
    received: 'both or something else',
  });
}
