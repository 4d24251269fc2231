// internal: the columns of a table as numbers for a network
import {
  ColumnTransformer,
  dropColumns,
  isNumericColumn,
  LabelEncoder,
  numericColumns,
  OneHotEncoder,
  SimpleImputer,
  StandardScaler,
  type Table,
  tableColumn,
  textColumns,
} from '@neurona/datasets';
import { UsageError } from '../../console/usage-error.js';
import { didYouMean } from '../../settings/nearest-name.js';
import { factsRecord, namesIn, numberIn, recordIn, textIn } from '../facts.js';

/** What the model has to know of a table. */
export interface TableFacts {
  readonly target: string;
  /** Names of the classes; none where the target is a number. */
  readonly classNames: readonly string[];
  /** What a number that is the target is scaled by. */
  readonly mean: number;
  readonly std: number;
  readonly numeric: readonly string[];
  readonly text: readonly string[];
  /** What the scalers and encoders have learned. */
  readonly features: object;
}

const mostCategories = 50; // of a text column that is used

/** Which column is asked for: the one that is named, or the last. */
export function targetOf(table: Table, name: string): string {
  const names = Object.keys(table.columns);
  if (names.length < 2)
    throw new UsageError('The table has one column; it takes one to tell, and others to tell it by.');
  if (name === '') return names.at(-1)!;
  if (names.includes(name)) return name;
  throw new UsageError(
    `The table has no column "${name}".${didYouMean(name, names) || ` It has ${names.join(', ')}.`}`,
  );
}

/** Learns from rows how columns become numbers; columns of text with too many different values are left out. */
export function learnColumns(
  table: Table,
  target: string,
  kind: 'auto' | 'class' | 'number',
): { facts: TableFacts; leftOut: readonly string[] } {
  const answers = tableColumn(table, target);
  const isClass = kind === 'class' || (kind === 'auto' && (!isNumericColumn(answers) || isFew(answers)));
  const rest = dropColumns(table, [target]);
  const leftOut = textColumns(rest).filter(
    (name) => new Set<unknown>(tableColumn(rest, name) as Iterable<unknown>).size > mostCategories,
  );
  const text = textColumns(rest).filter((name) => !leftOut.includes(name));
  const numeric = numericColumns(rest);
  if (numeric.length + text.length === 0) throw new UsageError(`No column can be used but "${target}".`);
  const features = transformerOf({ numeric, text }).fit(rest).stateDict();
  const { mean, std } = isClass ? { mean: 0, std: 1 } : spread(answers as ArrayLike<number>);
  const classNames = isClass ? new LabelEncoder().fit(answers).classes.map(String) : [];
  return { facts: { target, classNames, mean, std, numeric, text, features }, leftOut };
}

/** Few different integers are classes. */
const isFew = (values: ArrayLike<number>): boolean => {
  const different = new Set<number>(Array.from(values));
  return different.size <= 20 && different.size < values.length / 5 && [...different].every(Number.isInteger);
};

function spread(values: ArrayLike<number>): { mean: number; std: number } {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return { mean, std: Math.sqrt(variance) || 1 };
}

/** Scales numbers and fills in those that are missing; a category becomes a column of its own. */
const transformerOf = ({ numeric, text }: Pick<TableFacts, 'numeric' | 'text'>): ColumnTransformer =>
  new ColumnTransformer([
    ...(numeric.length > 0
      ? [{ columns: numeric, apply: [new SimpleImputer({ strategy: 'median' }), new StandardScaler()] }]
      : []),
    ...(text.length > 0 ? [{ columns: text, apply: new OneHotEncoder({ unknown: 'ignore' }) }] : []),
  ]);

/** The transformer as it was learned. */
export const savedTransformer = (facts: TableFacts): ColumnTransformer =>
  transformerOf(facts).loadStateDict(facts.features as never);

/** Facts from a run's folder. */
export function readTableFacts(raw: unknown): TableFacts {
  const facts = factsRecord(raw);
  const read: TableFacts = {
    target: textIn(facts, 'target'),
    classNames: namesIn(facts, 'classNames', 0),
    mean: numberIn(facts, 'mean'),
    std: numberIn(facts, 'std'),
    numeric: namesIn(facts, 'numeric', 0),
    text: namesIn(facts, 'text', 0),
    features: recordIn(facts, 'features'),
  };
  savedTransformer(read); // throws where it isn't whole
  return read;
}
