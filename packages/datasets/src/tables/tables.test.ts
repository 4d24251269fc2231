import { describe, expect, it } from 'vitest';
import {
  ColumnTransformer,
  completeRows,
  dropColumns,
  hostArray,
  LabelEncoder,
  MinMaxScaler,
  numericColumns,
  OneHotEncoder,
  OrdinalEncoder,
  RobustScaler,
  SimpleImputer,
  StandardScaler,
  selectColumns,
  selectRows,
  table,
  tableColumn,
  tableDataset,
  tableMatrix,
  textColumns,
} from '../index.js';

const people = table({
  age: Float64Array.of(20, Number.NaN, 40),
  city: ['Lima', null, 'Oslo'],
  height: [1.6, 1.7, 1.8],
});

describe('encoders of a column that is numbers in one file and texts in another', () => {
  const texts = table({ code: ['1', '2.0', 'x'] });
  const numbers = table({ code: [2, 1, 3] });

  it('know the categories of both', () => {
    const hot = new OneHotEncoder({ unknown: 'ignore' });
    expect(hot.fit(texts).transform(numbers).values).toEqual(Float32Array.of(0, 1, 0, 1, 0, 0, 0, 0, 0));
    expect(hot.fit(numbers).transform(texts).values).toEqual(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0));
    const ordinal = new OrdinalEncoder({ unknown: 'value' });
    expect(ordinal.fit(texts).transform(numbers).values).toEqual(Float32Array.of(1, 0, -1));
    expect(ordinal.fit(numbers).transform(texts).values).toEqual(Float32Array.of(0, 1, -1));
    const listed = new OneHotEncoder({ categories: { code: ['1', '2', '3'] } });
    expect(listed.fitTransform(numbers).values).toEqual(Float32Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1));
    expect(new LabelEncoder().fit(['7', '8']).transform([8, 7]).values).toEqual(Int32Array.of(1, 0));
    expect(() => new OneHotEncoder().fit(texts).transform(numbers)).toThrow(
      'expected one of the categories "1", "2.0", "x" in column "code", got 3',
    );
  });

  it('tell numbers that texts write in several ways apart', () => {
    const hot = new OneHotEncoder().fit(table({ code: ['01', '1', ''] }));
    expect(hot.transform(table({ code: [1, 1, 1] })).values).toEqual(
      Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
    );
  });
});

describe('table', () => {
  it('gives columns and rows by name and number', () => {
    expect(people.length).toBe(3);
    expect(numericColumns(people)).toEqual(['age', 'height']);
    expect(textColumns(people)).toEqual(['city']);
    expect(Object.keys(dropColumns(people, ['age']).columns)).toEqual(['city', 'height']);
    expect(selectRows(selectColumns(people, ['height', 'age']), [2, 0])).toEqual({
      columns: { height: [1.8, 1.6], age: Float64Array.of(40, 20) },
      length: 2,
    });
    expect(tableColumn(people, 'city')).toBe(people.columns.city);
  });

  it('leaves out rows that miss a value, of some columns or of any', () => {
    expect(completeRows(people).columns.height).toEqual([1.6, 1.8]);
    expect(completeRows(people, ['height']).length).toBe(3);
    expect(completeRows(people, []).length).toBe(3);
    expect(() => completeRows(people, ['name'])).toThrow('got "name"');
  });

  it('becomes a matrix and a data set', () => {
    const features = tableMatrix(people, ['height', 'age']);
    expect(features.shape).toEqual([3, 2]);
    const regression = tableDataset(features, people.columns.height!);
    expect(regression.get(2).map(({ values, shape }) => [Array.from(values), shape])).toEqual([
      [[Math.fround(1.8), 40], [2]],
      [[Math.fround(1.8)], [1]],
    ]);
    const encoder = new LabelEncoder();
    const classes = encoder.fitTransform(['b', 'a', 'b']);
    const { classNames } = encoder;
    const classification = tableDataset(features, classes, { classNames });
    expect([classification.get(0)[1]!.values[0], classification.classNames]).toEqual([1, ['a', 'b']]);
  });

  it('names what does not fit', () => {
    expect(() => table({})).toThrow('[table] expected columns of one length, got no columns.');
    expect(() => table({ a: [1], b: [] })).toThrow(
      '[table] expected columns of one length, got 1 and 0 rows.',
    );
    expect(() => tableColumn(people, 'toString')).toThrow(
      '[tableColumn] expected one of the columns age, city, height, got "toString".',
    );
    expect(() => dropColumns(people, ['name'])).toThrow('got "name"');
    expect(() => selectRows(people, [3])).toThrow('[selectRows] expected rows from 0 to 2, got 3.');
    expect(() => tableMatrix(people)).toThrow(
      '[tableMatrix] expected columns of numbers, got text in column "city". Turn text into numbers with OneHotEncoder or OrdinalEncoder, several columns with ColumnTransformer.',
    );
  });
});

describe('a transformer', () => {
  it('takes tables, arrays and rows alike', () => {
    const rows = [
      [1, 10],
      [3, 50],
    ];
    const array = hostArray(Float32Array.from(rows.flat()), [2, 2]);
    const named = table({ b: [10, 50], more: ['x', 'y'], a: [1, 3] });
    const expected = new StandardScaler().fit(rows).transform(rows);
    expect(new StandardScaler().fit(array).transform(array)).toEqual(expected);
    const scaler = new StandardScaler().fit(selectColumns(named, ['a', 'b']));
    expect(scaler.transform(named)).toEqual(expected); // found by name; others are left alone
    expect(scaler.transform(array)).toEqual(expected); // and by place, where there are no names
    expect(new StandardScaler().fit(array).featureNames).toEqual(['x0', 'x1']);
    expect(scaler.transform(hostArray(new Float32Array(0), [0, 2])).shape).toEqual([0, 2]);
  });

  it('names what it can not take', () => {
    const scaler = new StandardScaler();
    expect(() => scaler.transform([[1]])).toThrow(
      '[StandardScaler] expected to be fitted, got no state. Call fit with the training set, or loadStateDict.',
    );
    expect(() => scaler.stateDict()).toThrow('expected to be fitted');
    expect(() => scaler.fit([])).toThrow(
      '[StandardScaler.fit] expected a table with rows and columns, got no columns.',
    );
    expect(() => scaler.fit(table({ a: [] }))).toThrow('got no rows');
    expect(() => scaler.fit([[1, 2], [3]])).toThrow(
      '[StandardScaler] expected rows of 2 numbers, as the first has, got 1 (row 1).',
    );
    expect(() => scaler.fit(hostArray(new Float32Array(2)))).toThrow(
      '[StandardScaler] expected an array [N, D], got [2].',
    );
    expect(() => scaler.fit([[Number.NEGATIVE_INFINITY]])).toThrow(
      '[StandardScaler] expected finite or missing values in column "x0", got -Infinity (row 0).',
    );
    expect(() => scaler.fit(people)).toThrow(
      '[StandardScaler] expected columns of numbers, got text in column "city". Give each column its transformer with ColumnTransformer.',
    );
    expect(() => new RobustScaler().fit([[Number.NaN]])).toThrow(
      `[RobustScaler.fit] expected a value in column "x0", got only missing ones. Leave the column out, or fill it with SimpleImputer's strategy 'constant'.`,
    );
    expect(() => scaler.fit([[1, 2]]).transform([[1, 2, 3]])).toThrow(
      '[StandardScaler] expected 2 columns, as it was fitted on, got 3.',
    );
    expect(() => scaler.transform(table({ x0: [1], x2: [1] }))).toThrow(
      '[StandardScaler] expected the columns that it was fitted on: x0, x1, got x0, x2.',
    );
    expect(() => scaler.inverseTransform([[1]])).toThrow(
      '[StandardScaler.inverseTransform] expected 2 columns, as it was fitted on, got 1.',
    );
    expect(() => new MinMaxScaler({ range: [1, 1] })).toThrow(
      '[MinMaxScaler] expected range to be a smaller and a larger number, got [1, 1].',
    );
    expect(() => new RobustScaler({ quantileRange: [-1, 75] })).toThrow(
      '[RobustScaler] expected quantileRange to be a smaller and a larger number from 0 to 100, got [-1, 75].',
    );
  });

  it('loads nothing that is no state of its own, and stays as it was', () => {
    const scaler = new StandardScaler().fit([[1], [3]]);
    const state = scaler.stateDict();
    expect(state).toEqual({ type: 'StandardScaler', inputs: ['x0'], mean: [2], std: [1] });
    for (const [broken, message] of [
      [
        { ...state, type: 'MinMaxScaler' },
        '[StandardScaler.loadStateDict] expected a state of StandardScaler, got one of MinMaxScaler.',
      ],
      [
        { ...state, mean: [null] },
        '[StandardScaler.loadStateDict] expected a state with 1 numbers as "mean", got [null].',
      ],
      [
        { ...state, std: [1, 2] },
        '[StandardScaler.loadStateDict] expected a state with 1 numbers as "std", got [1, 2].',
      ],
      [
        { ...state, inputs: 'x0' },
        '[StandardScaler.loadStateDict] expected a state with strings as "inputs", got x0.',
      ],
      [[], '[StandardScaler.loadStateDict] expected a state of StandardScaler, got [].'],
    ] as const) {
      expect(() => scaler.loadStateDict(broken)).toThrow(message);
    }
    expect(scaler.stateDict()).toEqual(state);
    (state.mean as number[])[0] = 7;
    expect(scaler.stateDict().mean).toEqual([2]); // what was handed out is a copy
  });
});

describe('encoders', () => {
  const cities = table({ city: ['Lima', 'Oslo'], floor: [2, 1] });

  it('name categories that they do not know', () => {
    const other = table({ city: ['Quito'], floor: [1] });
    expect(() => new OneHotEncoder().fit(cities).transform(other)).toThrow(
      `[OneHotEncoder] expected one of the categories "Lima", "Oslo" in column "city", got "Quito". Fit on data that has it, or pass unknown: 'ignore'.`,
    );
    expect(() => new OrdinalEncoder().fit(cities).transform(other)).toThrow(
      `[OrdinalEncoder] expected one of the categories "Lima", "Oslo" in column "city", got "Quito". Fit on data that has it, or pass unknown: 'value'.`,
    );
    expect(() => new OneHotEncoder().fit(cities).transform(table({ city: [null], floor: [1] }))).toThrow(
      'got a missing value',
    );
    expect(() => new OneHotEncoder({ categories: { city: ['Lima'] } }).fit(cities)).toThrow(
      '[OneHotEncoder] expected one of the categories "Lima" in column "city", got "Oslo".',
    );
    expect(() => new OrdinalEncoder({ categories: { city: ['Lima', 'Lima'] } })).toThrow(
      '[OrdinalEncoder] expected different categories for column "city", got [Lima, Lima].',
    );
    expect(() => new LabelEncoder().fit(['a', null])).toThrow(
      '[LabelEncoder.fit] expected a class for each example, got missing values. Leave out rows without a class (selectRows).',
    );
    expect(() => new LabelEncoder().fit(['a']).transform(['b'])).toThrow(
      '[LabelEncoder] expected one of the categories "a" in column "target", got "b".',
    );
    expect(() => new LabelEncoder().fit(['a']).inverseTransform([1])).toThrow(
      '[LabelEncoder.inverseTransform] expected class numbers from 0 to 0, got 1.',
    );
    expect(() => new LabelEncoder().classes).toThrow('[LabelEncoder] expected to be fitted, got no classes.');
  });

  it('load only states that fit', () => {
    const state = new OneHotEncoder({ drop: 'first' }).fit(cities).stateDict();
    expect(state).toEqual({
      type: 'OneHotEncoder',
      inputs: ['city', 'floor'],
      categories: [
        ['Lima', 'Oslo'],
        [1, 2],
      ],
      dropped: [0, 0],
    });
    const loaded = new OneHotEncoder().loadStateDict(state);
    expect(loaded.featureNames).toEqual(['city_Oslo', 'floor_2']); // what was dropped is learned, not set
    expect(() => loaded.loadStateDict({ ...state, dropped: [0, 2] })).toThrow(
      '[OneHotEncoder.loadStateDict] expected an index into the list of categories, or null, as "dropped", got 2.',
    );
    expect(() => loaded.loadStateDict({ ...state, categories: [['a', 'a'], [1]] })).toThrow(
      'expected a state with 2 lists of different categories as "categories"',
    );
    expect(() => new LabelEncoder().loadStateDict({ type: 'LabelEncoder', classes: [] })).toThrow(
      '[LabelEncoder.loadStateDict] expected a state of LabelEncoder with classes',
    );
  });
});

describe('SimpleImputer', () => {
  it('fills texts with a word of its own and says where a strategy does not suit', () => {
    const constant = new SimpleImputer({ strategy: 'constant' }).fit(people);
    expect(constant.transformTable(people).columns).toEqual({
      age: [20, 0, 40],
      city: ['Lima', 'missing', 'Oslo'],
      height: [1.6, 1.7, 1.8],
    });
    expect(() => new SimpleImputer().fit(people)).toThrow('got text in column "city"');
    expect(() => new SimpleImputer({ strategy: 'constant', fillValue: 'none' }).fit(people)).toThrow(
      '[SimpleImputer] expected fillValue to be a number, as column "age" has, got "none".',
    );
    expect(() => new SimpleImputer({ strategy: 'mostFrequent' }).fit(table({ a: [null] }))).toThrow(
      `[SimpleImputer.fit] expected a value in column "a", got only missing ones. Leave the column out, or fill it with strategy 'constant'.`,
    );
    expect(() => constant.transform(people)).toThrow(
      '[SimpleImputer.transform] expected columns of numbers, got text in column "city". Encode them too (OneHotEncoder, OrdinalEncoder), or take a table (transformTable).',
    );
  });
});

describe('ColumnTransformer', () => {
  const make = (): ColumnTransformer =>
    new ColumnTransformer(
      [
        {
          columns: ['city'],
          apply: [new SimpleImputer({ strategy: 'mostFrequent' }), new OneHotEncoder({ unknown: 'ignore' })],
        },
      ],
      { remainder: new SimpleImputer() },
    );

  it('chains transformers and gives the remaining columns theirs', () => {
    const fitted = make().fit(people);
    expect(fitted.featureNames).toEqual(['city_Lima', 'city_Oslo', 'age', 'height']);
    const rows = fitted.transform(table({ age: [Number.NaN], city: [null], height: [1] }));
    expect([Array.from(rows.values), rows.shape]).toEqual([
      [1, 0, 30, 1],
      [1, 4],
    ]);
  });

  it('loads only states that fit', () => {
    const state = make().fit(people).stateDict();
    const loaded = make().loadStateDict(JSON.parse(JSON.stringify(state)));
    expect(loaded.transform(people)).toEqual(make().fit(people).transform(people));
    expect(() => loaded.loadStateDict({ ...state, rest: ['age', 'name'] })).toThrow(
      '[ColumnTransformer] expected one of the columns age, city, height, got "name".',
    );
    const fewer = new ColumnTransformer([{ columns: ['city'], apply: new OneHotEncoder() }]);
    expect(() => fewer.loadStateDict(state)).toThrow(
      '[ColumnTransformer.loadStateDict] expected a state with 1 items as "steps"',
    );
  });

  it('names columns that are missing or come twice', () => {
    const alike = new OneHotEncoder().fit(table({ a: ['b_c'], a_b: ['c'] }));
    expect(alike.transform(table({ a: ['b_c'], a_b: ['c'] })).shape).toEqual([1, 2]);
    expect(() => alike.transformTable(table({ a: ['b_c'], a_b: ['c'] }))).toThrow(
      '[OneHotEncoder] expected results of different names, got "a_b_c" twice.',
    );
    const step = { columns: ['height'], apply: new StandardScaler() };
    expect(() => new ColumnTransformer([step, step]).fit(people)).toThrow(
      '[ColumnTransformer] expected results of different names, got "height" twice. Name each column in one step only.',
    );
    expect(() => new ColumnTransformer([step]).fit(table({ age: [1] }))).toThrow(
      '[ColumnTransformer] expected one of the columns age, got "height".',
    );
  });
});
