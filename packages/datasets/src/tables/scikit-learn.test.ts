import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  ColumnTransformer,
  type ColumnTransformerOptions,
  dropColumns,
  LabelEncoder,
  MinMaxScaler,
  OneHotEncoder,
  OrdinalEncoder,
  PCA,
  RobustScaler,
  SimpleImputer,
  StandardScaler,
  type Table,
  type TableTransformer,
  table,
} from '../index.js';

type Value = string | number | null;

interface Case {
  readonly title: string;
  readonly settings: object;
  readonly train: Readonly<Record<string, Value[]>>;
  readonly test: Readonly<Record<string, Value[]>>;
  readonly names: readonly string[];
  readonly transformed: readonly Value[][];
  readonly inverse?: readonly Value[][];
}

const casesOf = <T = Case>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/tables/${name}.json`, import.meta.url), 'utf8'));

/** A missing value is NaN in a column that has numbers, null in one of texts. */
const tableOf = (columns: Case['train']): Table =>
  table(
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        values.some((value) => typeof value === 'string')
          ? (values as string[])
          : values.map((value) => (value === null ? Number.NaN : Number(value))),
      ]),
    ),
  );

const rowsOf = ({ columns, length }: Table): Value[][] =>
  Array.from({ length }, (_, i) =>
    Object.values(columns).map((values) => (Number.isNaN(values[i]) ? null : values[i]!)),
  );

/** Numbers to 12 digits of the largest in their column (differences of large ones lose some), all else exactly. */
function expectRows(actual: readonly Value[][], expected: readonly Value[][]): void {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  for (const [i, row] of expected.entries()) {
    for (const [j, value] of row.entries()) {
      const given = actual[i]![j]!;
      if (typeof value !== 'number' || typeof given !== 'number')
        expect([i, j, given]).toEqual([i, j, value]);
      else {
        const largest = Math.max(1, ...expected.map((other) => Math.abs(Number(other[j]))));
        expect(Math.abs(given - value), `row ${i}, column ${j}`).toBeLessThanOrEqual(1e-11 * largest);
      }
    }
  }
}

/** scikit-learn's names of columns as ours. */
const ourName = (name: string): string =>
  name
    .replace(/\.0$/, '')
    .replace(/_(None|nan)$/, '_missing')
    .replace('missingindicator_', 'missing_');

function expectSame(one: Case, make: () => TableTransformer): void {
  const { train, test, names, transformed } = one;
  const fitted = make().fit(tableOf(train));
  const output = fitted.transformTable(tableOf(test));
  expectRows(rowsOf(output), transformed);
  expect(fitted.featureNames).toEqual(names.map(ourName));
  expect(Object.keys(output.columns)).toEqual(fitted.featureNames);
  const copy = make().loadStateDict(JSON.parse(JSON.stringify(fitted.stateDict())));
  expect(copy.stateDict()).toEqual(fitted.stateDict());
  expect(copy.transformTable(tableOf(test))).toEqual(output);
}

describe.each([
  ['StandardScaler', StandardScaler],
  ['MinMaxScaler', MinMaxScaler],
  ['RobustScaler', RobustScaler],
] as const)('%s', (name, Scaler) => {
  it.each(casesOf(name))('gives the numbers of scikit-learn: $title', (one) => {
    expectSame(one, () => new Scaler(one.settings));
    const fitted = new Scaler(one.settings).fit(tableOf(one.train));
    const back = fitted.inverseTransform(fitted.transformTable(tableOf(one.test)));
    expect(back.shape).toEqual([one.inverse!.length, one.inverse![0]!.length]);
    for (const [i, value] of one.inverse!.flat().entries()) {
      if (value === null) expect(back.values[i]).toBeNaN();
      else expect(back.values[i]! / Number(value) - 1).toBeCloseTo(0, 7); // rounded to float32
    }
  });
});

describe('PCA', () => {
  it.each(casesOf('PCA'))('gives the numbers of scikit-learn: $title', (one) => {
    expectSame(one, () => new PCA(one.settings));
    const fitted = new PCA(one.settings).fit(tableOf(one.train));
    const back = fitted.inverseTransform(fitted.transformTable(tableOf(one.test)));
    for (const [i, value] of one.inverse!.flat().entries())
      expect(Math.abs(back.values[i]! - Number(value))).toBeLessThan(1e-7 * (1 + Math.abs(Number(value))));
  });
});

describe.each([
  ['OneHotEncoder', OneHotEncoder],
  ['OrdinalEncoder', OrdinalEncoder],
] as const)('%s', (name, Encoder) => {
  it.each(casesOf(name))('gives the numbers of scikit-learn: $title', (one) => {
    expectSame(one, () => new Encoder(one.settings));
    const fitted = new Encoder(one.settings).fit(tableOf(one.train));
    expectRows(rowsOf(fitted.inverseTransform(fitted.transform(tableOf(one.test)))), one.inverse!);
  });
});

describe('SimpleImputer', () => {
  it.each(casesOf('SimpleImputer'))('fills in what scikit-learn does: $title', (one) => {
    expectSame(one, () => new SimpleImputer(one.settings));
  });
});

describe('ColumnTransformer', () => {
  it.each(casesOf('ColumnTransformer'))('gives the numbers of scikit-learn: remainder $title', (one) => {
    const { remainder } = one.settings as ColumnTransformerOptions;
    const make = (): ColumnTransformer =>
      new ColumnTransformer(
        [
          {
            columns: ['outliers', 'normal'],
            apply: [new SimpleImputer({ strategy: 'median' }), new StandardScaler()],
          },
          { columns: ['size', 'gate'], apply: new OneHotEncoder({ unknown: 'ignore' }) },
          { columns: ['whole'], apply: new MinMaxScaler() },
        ],
        { remainder: remainder! },
      );
    const without = (columns: Case['train']): Case['train'] =>
      dropColumns(tableOf(columns), ['city']).columns as Case['train'];
    expectSame({ ...one, train: without(one.train), test: without(one.test) }, make);
  });
});

interface LabelCase extends Case {
  readonly classes: readonly Value[];
}

describe('LabelEncoder', () => {
  it.each(casesOf<LabelCase>('LabelEncoder'))('numbers classes as scikit-learn does: $title', (one) => {
    const [train] = Object.values(tableOf(one.train).columns);
    const [test] = Object.values(tableOf(one.test).columns);
    const encoder = new LabelEncoder().fit(train!);
    expect(encoder.classes).toEqual(one.classes);
    expect(Array.from(encoder.transform(test!).values)).toEqual(one.transformed);
    expect(encoder.inverseTransform(encoder.transform(test!))).toEqual([...test!]);
    const copy = new LabelEncoder().loadStateDict(JSON.parse(JSON.stringify(encoder.stateDict())));
    expect(copy.classes).toEqual(encoder.classes);
  });
});
