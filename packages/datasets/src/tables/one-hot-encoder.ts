import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Category, type SavedState, savedArray, savedCategories } from '../saved-state.js';
import {
  categoriesOf,
  checkGiven,
  checkOneKind,
  columnOf,
  learnCategories,
  placesOf,
  unknownCategory,
} from './categories.js';
import type { Table } from './table.js';
import { type NamedColumn, readColumns, type TableLike, TableTransformer } from './table-transformer.js';

/** Settings of {@link OneHotEncoder}. */
export interface OneHotEncoderOptions {
  /** Categories of columns by their names, in the order wanted; null is the missing value. Default those found, sorted. */
  readonly categories?: Readonly<Record<string, readonly (string | number | null)[]>>;
  /** Which category to drop: the first of each column, or the first of columns with two. Default none. */
  readonly drop?: 'first' | 'ifBinary';
  /** What happens to a category not seen in `fit`: an error, or a row of zeros. Default 'error'. */
  readonly unknown?: 'error' | 'ignore';
}

const oneHotEncoderOptions: OptionTable<OneHotEncoderOptions> = {
  categories: undefined,
  drop: 'first',
  unknown: 'error',
};

/** What {@link OneHotEncoder} learns. */
export interface OneHotEncoderState {
  /** Categories of each column; null is the missing value. */
  readonly categories: readonly (readonly (string | number | null)[])[];
  /** Index of the category of each column that has no output, or null. */
  readonly dropped: readonly (number | null)[];
}

/**
 * One-hot encoding: a column of zeros and ones for each category of each column, as scikit-learn does. Missing values are a
 * category like others, the last one. Output columns are named `column_category`.
 *
 * Shape: `[N, D]` → `[N, number of categories]`.
 * @throws {@link ArgumentError} if a category is not known and `unknown` is 'error'.
 * @example
 * const encoder = new OneHotEncoder().fit(table({ city: ['Lima', 'Oslo', 'Lima'] }));
 * encoder.featureNames; // => ['city_Lima', 'city_Oslo']
 * encoder.transform(table({ city: ['Oslo'] })).values; // => [0, 1]
 * encoder.inverseTransform([[1, 0]]).columns.city; // => ['Lima']
 */
export class OneHotEncoder extends TableTransformer<OneHotEncoderState> {
  override readonly type = 'OneHotEncoder';
  readonly options: OneHotEncoderOptions;

  constructor(options: OneHotEncoderOptions = {}) {
    super();
    checkOptions('OneHotEncoder', options, oneHotEncoderOptions);
    this.options = options;
    checkGiven('OneHotEncoder', options.categories ?? {});
  }

  override learn(columns: readonly NamedColumn[]): OneHotEncoderState {
    const categories = columns.map(({ name, values }) => {
      checkOneKind(this.type, name, values);
      const listed = this.options.categories?.[name];
      if (listed && this.options.unknown === 'ignore') return [...listed];
      return learnCategories(this.type, name, values, listed);
    });
    return { categories, dropped: categories.map((list) => this.#dropped(list.length)) };
  }

  #dropped(count: number): number | null {
    const { drop } = this.options;
    return drop === 'first' || (drop === 'ifBinary' && count === 2) ? 0 : null;
  }

  override apply(columns: readonly NamedColumn[], state: OneHotEncoderState): NamedColumn[] {
    return columns.flatMap(({ name, values }, j) => {
      const categories = state.categories[j]!;
      const placeOf = placesOf(categories);
      const outputs = categories.map(() => new Float64Array(values.length));
      for (const [i, category] of categoriesOf(values).entries()) {
        const place = placeOf(category);
        if (place !== undefined) outputs[place]![i] = 1;
        else if (this.options.unknown !== 'ignore') {
          const hint = "Fit on data that has it, or pass unknown: 'ignore'.";
          throw unknownCategory(this.type, name, category, categories, hint);
        }
      }
      return categories.flatMap((category, place) =>
        place === state.dropped[j]
          ? []
          : [{ name: `${name}_${category ?? 'missing'}`, values: outputs[place]! }],
      );
    });
  }

  override restore(saved: SavedState, inputs: readonly string[]): OneHotEncoderState {
    const categories = savedCategories(this.type, saved, 'categories', inputs.length);
    const dropped = savedArray(this.type, saved, 'dropped', inputs.length).map((place, j) => {
      if (place === null || Object.hasOwn(categories[j]!, String(place))) return place as number | null;
      throw new ArgumentError(`${this.type}.loadStateDict`, {
        expected: 'an index into the list of categories, or null, as "dropped"',
        received: place,
      });
    });
    return { categories, dropped };
  }

  /**
   * The categories behind zeros and ones, taken where the number is largest. A row of zeros is the category without a column; where
   * there is none, a missing value.
   * @throws {@link ArgumentError} if it is not fitted, or `data` has not one column for each output.
   */
  inverseTransform(data: TableLike): Table {
    const { fitted } = this;
    const columns = readColumns(this.type, data);
    const expected = this.featureNames.length;
    if (columns.length !== expected) {
      throw new ArgumentError(`${this.type}.inverseTransform`, {
        expected: `${expected} columns, as transform returns`,
        received: columns.length,
      });
    }
    const length = columns[0]?.values.length ?? 0;
    let next = 0;
    const entries = fitted.inputs.map((name, j) => {
      const categories = fitted.categories[j]!;
      const dropped = fitted.dropped[j]!;
      const places = categories.map((_, place) => place).filter((place) => place !== dropped);
      const outputs = columns.slice(next, next + places.length);
      next += places.length;
      const values = Array.from({ length }, (_, i): Category => {
        const row = outputs.map((output) => Number(output.values[i]));
        const largest = Math.max(0, ...row);
        return largest > 0
          ? categories[places[row.indexOf(largest)]!]!
          : dropped === null
            ? null
            : categories[dropped]!;
      });
      return [name, columnOf(values, categories)] as const;
    });
    return { columns: Object.fromEntries(entries), length };
  }
}
