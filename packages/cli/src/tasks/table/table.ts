// internal: the task `table`
import {
  ArrayDataset,
  completeRows,
  type Dataset,
  type HostArray,
  hostArray,
  LabelEncoder,
  table as makeTable,
  Subset,
  selectRows,
  type Table,
  tableColumn,
  trainTestSplit,
  unstackRows,
  wine,
} from '@neurona/datasets';
import { crossEntropy, mse } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { plotScatter } from '@neurona/plots';
import { Generator } from '@neurona/tensor';
import { predict, regressionScores } from '@neurona/training';
import { UsageError } from '../../console/usage-error.js';
import { choice, number, path, sizes, text } from '../../settings/setting.js';
import { checkClasses, evaluateClassifier, fitClassifier, namedClasses } from '../classification.js';
import { fitBySettings, optimizerSettings, trainingSettings } from '../optimization.js';
import { readTable } from '../read-input.js';
import { type Evaluation, type Task, unseen } from '../task.js';
import {
  learnColumns,
  readTableFacts,
  savedTransformer,
  type TableFacts,
  targetOf,
} from './table-columns.js';

const settings = {
  data: {
    path: path('CSV file whose first line names the columns; without one, the wines that are built in.'),
    target: text('', 'Name of the column to tell; empty: the last.'),
    kind: choice(
      ['auto', 'class', 'number'],
      'auto',
      'Whether the target is one of some classes or a number; auto: numbers that differ in most rows are numbers.',
    ),
    testShare: number(0.2, 'Share of the rows that is held out for testing.', { least: 0.01, most: 0.9 }),
  },
  model: {
    hidden: sizes([64, 32], 'Features of each hidden layer.'),
    dropout: number(0.1, 'Share of them that is dropped in training.', { least: 0, most: 0.95 }),
  },
  optimizer: optimizerSettings(3e-3),
  training: trainingSettings(60, 32),
};

/** Rows of a table: a multilayer perceptron tells one column by the others. */
export const table: Task<typeof settings, TableFacts, MLP> = {
  name: 'table',
  about: 'Tells one column of a table by the others, a class or a number.',
  settings,
  monitor: 'valLoss',
  inputKind: 'CSV files with the same columns, of which that of the target may be missing',
  leastInputs: 1,

  async load({ data, training }) {
    const all = data.path === '' ? await wines() : await readTable(data.path);
    const target = targetOf(all, data.target);
    const whole = completeRows(all, [target]);
    const [train, test] = trainTestSplit(
      { length: whole.length, get: () => [] },
      { testSize: data.testShare, rng: new Generator(training.seed) },
    );
    const { facts, leftOut } = learnColumns(selectRows(whole, train.indices), target, data.kind);
    const rows = rowsOf(whole, facts);
    const what = facts.classNames.length > 0 ? `one of ${facts.classNames.length} classes` : 'a number';
    return {
      facts,
      data: { train: new Subset(rows, train.indices), test: new Subset(rows, test.indices) },
      notes: [
        ...(data.path === '' ? ['No data.path: the table of wines that is built in.'] : []),
        `${train.length} rows to learn from, ${test.length} to test on; "${target}" is ${what}.`,
        ...(leftOut.length > 0
          ? [`Left out, as text that differs in most rows: ${leftOut.join(', ')}.`]
          : []),
        ...(whole.length < all.length
          ? [`Left out: ${all.length - whole.length} rows without "${target}".`]
          : []),
      ],
    };
  },

  async loadTest(file, _, facts) {
    const all = await readTable(file);
    checkColumns(all, [...facts.numeric, ...facts.text, facts.target], file);
    const whole = completeRows(all, [facts.target]);
    if (whole.length === 0) throw new UsageError(`${file} has no row with a value of "${facts.target}".`);
    if (facts.classNames.length > 0)
      checkClasses(Array.from(tableColumn(whole, facts.target), String), facts.classNames, file);
    return rowsOf(whole, facts);
  },

  readFacts: readTableFacts,

  build({ model }, facts) {
    const features = savedTransformer(facts).featureNames.length;
    return new MLP([features, ...model.hidden, Math.max(1, facts.classNames.length)], {
      dropout: model.dropout,
    });
  },

  torch: { loss: ({ classNames }) => (classNames.length > 0 ? crossEntropy : mse) },

  async fit(model, data, values, options) {
    if (data.train.classNames) return await fitClassifier(model, data, values, options);
    return await fitBySettings(model, data, values, { ...options, loss: mse, metrics: ['mae'] });
  },

  evaluate: (model, test, _, facts) =>
    facts.classNames.length > 0
      ? evaluateClassifier(model, test, facts.classNames)
      : evaluateNumbers(model, test, facts),

  async predict(model, files, _, facts) {
    const found = [];
    for (const file of files) {
      const rows = featuresOf(await readTable(file), facts, file);
      const names = unstackRows(rows).map((_row, i) => `${file}, row ${i + 1}`);
      const outputs = (await predict(model, [rows])).values as Float32Array;
      if (facts.classNames.length > 0) found.push(...(await namedClasses(names, outputs, facts.classNames)));
      else
        for (const [i, input] of names.entries()) {
          const value = outputs[i]! * facts.std + facts.mean;
          found.push({
            input,
            text: `${facts.target} ${value.toPrecision(5)}`,
            values: { [facts.target]: value },
          });
        }
    }
    return found;
  },

  inputs: (_, facts) => [{ name: 'features', shape: [1, savedTransformer(facts).featureNames.length] }],
};

async function wines(): Promise<Table> {
  const data = await wine();
  const rows = unstackRows(data.fields[0]!).map(({ values }) => values);
  return makeTable({
    ...Object.fromEntries(data.featureNames.map((name, j) => [name, rows.map((row) => Number(row[j]))])),
    grape: Array.from(data.fields[1]!.values, (value) => data.classNames![Number(value)]!),
  });
}

/** Rows as features and target, of which a number is scaled. */
function rowsOf(all: Table, facts: TableFacts): ArrayDataset {
  const answers = tableColumn(all, facts.target);
  const features = savedTransformer(facts).transform(all);
  if (facts.classNames.length === 0) {
    const scaled = Float32Array.from(
      answers as ArrayLike<number>,
      (value) => (value - facts.mean) / facts.std,
    );
    return new ArrayDataset([features, hostArray(scaled, [scaled.length, 1])]);
  }
  const numbers = new LabelEncoder().fit([...facts.classNames]).transform(Array.from(answers, String));
  return new ArrayDataset([features, numbers], { classNames: facts.classNames });
}

function featuresOf(rows: Table, facts: TableFacts, file: string): HostArray {
  checkColumns(rows, [...facts.numeric, ...facts.text], file);
  return savedTransformer(facts).transform(rows);
}

function checkColumns({ columns }: Table, names: readonly string[], file: string): void {
  const missing = names.filter((name) => !Object.hasOwn(columns, name));
  if (missing.length > 0)
    throw new UsageError(`${file} lacks columns that the model was trained with: ${missing.join(', ')}.`);
}

async function evaluateNumbers(model: MLP, test: Dataset, facts: TableFacts): Promise<Evaluation> {
  const inUnits = (values: ArrayLike<number>): number[] =>
    Array.from(values, (value) => value * facts.std + facts.mean);
  const [predicted, actual] = [
    inUnits((await predict(model, test)).values as Float32Array),
    inUnits(await targets(test)),
  ];
  const { mae, rmse, r2 } = regressionScores(predicted, actual);
  const plain =
    actual.map((y) => Math.abs(y - facts.mean)).reduce((sum, error) => sum + error, 0) / actual.length;
  return {
    numbers: { mae, rmse, r2, meanMae: plain, examples: actual.length },
    text: [
      `On ${actual.length} rows ${unseen}, "${facts.target}" is off by ${mae.toPrecision(4)} on average`,
      `(root of the mean square ${rmse.toPrecision(4)}, R² ${r2.toFixed(3)}); the mean of all rows is off by ${plain.toPrecision(4)}.`,
    ].join('\n'),
    sections: [
      {
        title: 'What was told, against what is',
        blocks: [
          {
            svg: plotScatter(
              actual.map((y, i) => [y, predicted[i]!]),
              {
                title: facts.target,
                subtitle: 'To the right what is, upwards what was told; right answers are on the diagonal',
              },
            ),
          },
        ],
      },
    ],
  };
}

async function targets(data: Dataset): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < data.length; i++) found.push(Number((await data.get(i))[1]!.values[0]));
  return found;
}
