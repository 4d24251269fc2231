import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type SavedState, savedCategories } from '../saved-state.js';
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

/** Settings of {@link OrdinalEncoder}. */
export interface OrdinalEncoderOptions {
  /** Categories of columns by their names, in the order wanted. Default those found, sorted. */
  readonly categories?: Readonly<Record<string, readonly (string | number)[]>>;
  /** What happens to a category not seen in `fit`: an error, or the number `unknownValue`. Default 'error'. */
  readonly unknown?: 'error' | 'value';
  /** The number of unknown categories, default -1. */
  readonly unknownValue?: number;
  /** The number of missing values, default NaN. */
  readonly missingValue?: number;
}

const ordinalEncoderOptions: OptionTable<OrdinalEncoderOptions> = {
  categories: undefined,
  unknown: 'error',
  unknownValue: -1,
  missingValue: 1,
};

/** What {@link OrdinalEncoder} learns: the categories of each column. */
export interface OrdinalEncoderState {
  readonly categories: readonly (readonly (string | number | null)[])[];
}

/**
 * Encodes each category as its index in the sorted categories, from 0, as scikit-learn does. Missing values stay missing.
 *
 * Shape: `[N, D]` → `[N, D]`.
 * @throws {@link ArgumentError} if a category is not known and `unknown` is 'error'.
 * @example
 * const encoder = new OrdinalEncoder({ categories: { size: ['small', 'medium', 'large'] } });
 * encoder.fitTransform(table({ size: ['large', 'small', null] })).values; // => [2, 0, NaN]
 * encoder.inverseTransform([[1]]).columns.size; // => ['medium']
 */
export class OrdinalEncoder extends TableTransformer<OrdinalEncoderState> {
  override readonly type = 'OrdinalEncoder';
  readonly options: OrdinalEncoderOptions;

  constructor(options: OrdinalEncoderOptions = {}) {
    super();
    checkOptions('OrdinalEncoder', options, ordinalEncoderOptions);
    this.options = options;
    checkGiven('OrdinalEncoder', options.categories ?? {});
  }

  override learn(columns: readonly NamedColumn[]): OrdinalEncoderState {
    const categories = columns.map(({ name, values }) => {
      checkOneKind(this.type, name, values);
      const listed = this.options.categories?.[name];
      if (listed && this.options.unknown === 'value') return [...listed];
      const found = learnCategories(this.type, name, values, listed && [...listed, null]);
      return found.filter((category) => category !== null);
    });
    return { categories };
  }

  override apply(columns: readonly NamedColumn[], state: OrdinalEncoderState): NamedColumn[] {
    const { unknown, unknownValue = -1, missingValue = Number.NaN } = this.options;
    return columns.map(({ name, values }, j) => {
      const categories = state.categories[j]!;
      const placeOf = placesOf(categories);
      const codes = categoriesOf(values).map((category) => {
        if (category === null) return missingValue;
        const place = placeOf(category);
        if (place !== undefined) return place;
        if (unknown === 'value') return unknownValue;
        const hint = "Fit on data that has it, or pass unknown: 'value'.";
        throw unknownCategory(this.type, name, category, categories, hint);
      });
      return { name, values: Float64Array.from(codes) };
    });
  }

  override restore(saved: SavedState, inputs: readonly string[]): OrdinalEncoderState {
    return { categories: savedCategories(this.type, saved, 'categories', inputs.length) };
  }

  /**
   * The categories of these numbers; unknown numbers become missing values.
   * @throws {@link ArgumentError} if it is not fitted, or `data` has other columns.
   */
  inverseTransform(data: TableLike): Table {
    const { fitted } = this;
    const columns = readColumns(this.type, data);
    if (columns.length !== fitted.inputs.length) {
      throw new ArgumentError(`${this.type}.inverseTransform`, {
        expected: `${fitted.inputs.length} columns, as it was fitted on`,
        received: columns.length,
      });
    }
    const entries = fitted.inputs.map((name, j) => {
      const categories = fitted.categories[j]!;
      const values = Array.from(
        columns[j]!.values as ArrayLike<number>,
        (place) => categories[place] ?? null,
      );
      return [name, columnOf(values, categories)] as const;
    });
    return { columns: Object.fromEntries(entries), length: columns[0]!.values.length };
  }
}
