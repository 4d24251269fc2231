/** How one value of a page's state is written in the address. */
export interface Field<T> {
  /** The value of a text; `undefined` where the text means none. */
  read(text: string): T | undefined;
  write(value: T): string;
}

/** What a page's state begins with, and how each value is written; names are short, as they stand in the address. */
export interface Schema<State> {
  readonly initial: State;
  readonly fields: { readonly [Name in keyof State]: Field<State[Name]> };
}

/** One of some names. */
export const oneOf = <const T extends string>(choices: readonly T[]): Field<T> => ({
  read: (text) => choices.find((choice) => choice === text),
  write: (value) => value,
});

/** A number in a range, `max` for `Infinity`. */
export const number = (least: number, most: number): Field<number> => ({
  read(text) {
    const value = text === 'max' ? Number.POSITIVE_INFINITY : text.trim() === '' ? Number.NaN : Number(text);
    return value >= least && value <= most ? value : undefined;
  },
  write: (value) => (value === Number.POSITIVE_INFINITY ? 'max' : String(Number(value.toPrecision(5)))),
});

/** An integer in a range. */
export function integer(least: number, most: number): Field<number> {
  const field = number(least, most);
  return {
    write: String,
    read(text) {
      const value = field.read(text);
      return value !== undefined && Number.isInteger(value) ? value : undefined;
    },
  };
}

/** Yes or no. */
export const flag: Field<boolean> = {
  read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
  write: (value) => (value ? '1' : '0'),
};

/** A text of at most so many characters. */
export const text = (longest: number): Field<string> => ({
  read: (value) => value.slice(0, longest),
  write: (value) => value.slice(0, longest),
});

/** At most so many values of a kind, joined by `_`; items without that character in their texts. */
export const list = <T>(item: Field<T>, longest: number): Field<readonly T[]> => ({
  read(value) {
    if (value === '') return [];
    const items = value.split('_').map((part) => item.read(part));
    return items.length <= longest && items.every((part) => part !== undefined) ? (items as T[]) : undefined;
  },
  write: (values) => values.map((value) => item.write(value)).join('_'),
});

/** Two values of a kind, joined by `_`. */
export const pair = <T>(item: Field<T>): Field<readonly [T, T]> => ({
  read(value) {
    const [first, second] = list(item, 2).read(value) ?? [];
    return first === undefined || second === undefined ? undefined : [first, second];
  },
  write: (values) => list(item, 2).write(values),
});

/** Several values in the place of one, joined by `*`. */
export function record<T extends object>(fields: Schema<T>['fields']): Field<T> {
  const entries = Object.entries(fields) as [keyof T, Field<T[keyof T]>][];
  return {
    read(value) {
      const parts = value.split('*');
      const read = entries.map(([name, field], i) => [name, field.read(parts[i] ?? '')] as const);
      return read.every(([, part]) => part !== undefined) ? (Object.fromEntries(read) as T) : undefined;
    },
    write: (value) => entries.map(([name, field]) => field.write(value[name])).join('*'),
  };
}
