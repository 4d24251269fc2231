/** How one value of a page's state is written in the address. */
export interface Field<T> {
  /** The value without a word in the address. */
  readonly initial: T;
  /** The value of a text; `undefined` where the text means none. */
  read(text: string): T | undefined;
  write(value: T): string;
}

/** The fields of a state, by name; names are short, as they stand in the address. */
export type Schema<State> = { readonly [Name in keyof State]: Field<State[Name]> };

/** One of some names. */
export const oneOf = <const T extends string>(choices: readonly T[], initial: NoInfer<T>): Field<T> => ({
  initial,
  read: (text) => choices.find((choice) => choice === text),
  write: (value) => value,
});

/** A number in a range, `max` for `Infinity`. */
export const number = (least: number, most: number, initial: number): Field<number> => ({
  initial,
  read(text) {
    const value = text === 'max' ? Number.POSITIVE_INFINITY : text.trim() === '' ? Number.NaN : Number(text);
    return value >= least && value <= most ? value : undefined;
  },
  write: (value) => (value === Number.POSITIVE_INFINITY ? 'max' : String(Number(value.toPrecision(7)))),
});

/** A whole number in a range. */
export const integer = (least: number, most: number, initial: number): Field<number> => {
  const field = number(least, most, initial);
  return {
    ...field,
    read(text) {
      const value = field.read(text);
      return value !== undefined && Number.isInteger(value) ? value : undefined;
    },
  };
};

/** Yes or no. */
export const flag = (initial: boolean): Field<boolean> => ({
  initial,
  read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
  write: (value) => (value ? '1' : '0'),
});

/** A text of at most so many characters. */
export const text = (longest: number, initial: string): Field<string> => ({
  initial,
  read: (value) => value.slice(0, longest),
  write: (value) => value.slice(0, longest),
});

/** Several values of a kind, joined by `_`; items without that character in their texts. */
export const list = <T>(item: Field<T>, longest: number, initial: readonly T[]): Field<readonly T[]> => ({
  initial,
  read(value) {
    if (value === '') return [];
    const items = value.split('_').map((part) => item.read(part));
    return items.length <= longest && items.every((part) => part !== undefined) ? (items as T[]) : undefined;
  },
  write: (values) => values.map((value) => item.write(value)).join('_'),
});

/** What several names hold, in the place of one: each value by its field, joined by `*`. */
export function record<State extends object>(schema: Schema<State>): Field<State> {
  const fields = Object.entries(schema) as [keyof State, Field<State[keyof State]>][];
  return {
    initial: Object.fromEntries(fields.map(([name, { initial }]) => [name, initial])) as State,
    read(value) {
      const parts = value.split('*');
      const read = fields.map(([name, field], i) => [name, field.read(parts[i] ?? '')] as const);
      return read.every(([, part]) => part !== undefined) ? (Object.fromEntries(read) as State) : undefined;
    },
    write: (value) => fields.map(([name, field]) => field.write(value[name])).join('*'),
  };
}
