import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Category, type SavedState, savedArray } from '../saved-state.js';
import { categoriesOf, checkOneKind, sortedCategories } from './categories.js';
import { presentNumbers, quantile } from './column-scaler.js';
import { isNumericColumn, type TableColumn } from './table.js';
import { type NamedColumn, TableTransformer } from './table-transformer.js';

/** Settings of {@link SimpleImputer}. */
export interface SimpleImputerOptions {
  /** What replaces missing values, default 'mean'; text allows 'mostFrequent' or 'constant'. */
  readonly strategy?: 'mean' | 'median' | 'mostFrequent' | 'constant';
  /** The value of strategy 'constant', default 0 for numbers and 'missing' for text. */
  readonly fillValue?: number | string;
  /** Whether a column of zeros and ones is added for each that had missing values in `fit`, default false. */
  readonly indicator?: boolean;
}

const simpleImputerOptions: OptionTable<SimpleImputerOptions> = {
  strategy: 'mean',
  fillValue: 0,
  indicator: false,
};

/** What {@link SimpleImputer} learns. */
export interface SimpleImputerState {
  /** The value that fills each column. */
  readonly fills: readonly (string | number)[];
  /** For each column whether it has an indicator. */
  readonly indicators: readonly boolean[];
}

/**
 * Fills in missing values (NaN, null) column by column, as scikit-learn does. Among the most frequent values the smallest is taken.
 * A column without any value is an error, where scikit-learn drops it.
 *
 * Shape: `[N, D]` → `[N, D + number of indicators]`, the latter named `missing_column`.
 * @throws {@link ArgumentError} if the strategy doesn't suit a column, or the column has no values.
 * @example
 * new SimpleImputer().fitTransform([[1], [NaN], [3]]).values; // => [1, 2, 3]
 * const imputer = new SimpleImputer({ strategy: 'mostFrequent', indicator: true });
 * const { columns } = imputer.fit(table({ city: ['Lima', null, 'Lima'] })).transformTable(table({ city: [null] }));
 * [columns.city, columns.missing_city]; // => [['Lima'], [1]]
 */
export class SimpleImputer extends TableTransformer<SimpleImputerState> {
  override readonly type = 'SimpleImputer';
  readonly strategy: NonNullable<SimpleImputerOptions['strategy']>;
  readonly fillValue: number | string | undefined;
  readonly indicator: boolean;

  constructor(options: SimpleImputerOptions = {}) {
    super();
    checkOptions('SimpleImputer', options, simpleImputerOptions);
    this.strategy = options.strategy ?? 'mean';
    this.fillValue = options.fillValue;
    this.indicator = options.indicator ?? false;
  }

  override learn(columns: readonly NamedColumn[]): SimpleImputerState {
    for (const { name, values } of columns) checkOneKind(this.type, name, values);
    return {
      fills: columns.map((one) => this.#fill(one)),
      indicators: columns.map(({ values }) => this.indicator && categoriesOf(values).includes(null)),
    };
  }

  #fill(one: NamedColumn): string | number {
    if (this.strategy === 'constant') return this.#constant(one);
    if (this.strategy === 'mostFrequent') return mostFrequent(one);
    const numbers = presentNumbers(this.type, one);
    if (this.strategy === 'median') return quantile(numbers.toSorted(), 0.5);
    return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  }

  #constant({ name, values }: NamedColumn): string | number {
    const isNumeric = isNumericColumn(values);
    const fill = this.fillValue ?? (isNumeric ? 0 : 'missing');
    if ((typeof fill === 'number') === isNumeric) return fill;
    throw new ArgumentError(this.type, {
      expected: `fillValue to be a ${isNumeric ? 'number' : 'text'}, as column "${name}" has`,
      received: JSON.stringify(fill),
    });
  }

  override apply(columns: readonly NamedColumn[], { fills, indicators }: SimpleImputerState): NamedColumn[] {
    const filled = columns.map(({ name, values }, j) => {
      const fill = fills[j]!;
      const complete = categoriesOf(values).map((value) => {
        if (value === null) return fill;
        if (typeof value === typeof fill) return value;
        throw new ArgumentError(this.type, {
          expected: `${typeof fill === 'number' ? 'numbers' : 'text'} in column "${name}", as it was fitted on`,
          received: JSON.stringify(value),
        });
      });
      return { name, values: complete as TableColumn };
    });
    const added = columns.flatMap(({ name, values }, j) =>
      indicators[j]
        ? [{ name: `missing_${name}`, values: categoriesOf(values).map((value) => Number(value === null)) }]
        : [],
    );
    return [...filled, ...added];
  }

  override restore(saved: SavedState, inputs: readonly string[]): SimpleImputerState {
    const fills = savedArray(this.type, saved, 'fills', inputs.length);
    const indicators = savedArray(this.type, saved, 'indicators', inputs.length);
    const areRight =
      fills.every((fill) => typeof fill === 'string' || Number.isFinite(fill)) &&
      indicators.every((one) => typeof one === 'boolean');
    if (areRight) return { fills: fills as (string | number)[], indicators: indicators as boolean[] };
    throw new ArgumentError(`${this.type}.loadStateDict`, {
      expected: 'strings or numbers as "fills", true or false as "indicators"',
      received: JSON.stringify({ fills, indicators }),
    });
  }
}

function mostFrequent({ name, values }: NamedColumn): string | number {
  const counts = new Map<Category, number>();
  for (const value of categoriesOf(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  counts.delete(null);
  const most = [...counts.values()].reduce((a, b) => Math.max(a, b), 0);
  const found = sortedCategories(counts.keys()).find((value) => counts.get(value) === most);
  if (found !== undefined && found !== null) return found;
  throw new ArgumentError('SimpleImputer.fit', {
    expected: `a value in column "${name}"`,
    received: 'only missing ones',
    hint: "Leave the column out, or fill it with strategy 'constant'.",
  });
}
