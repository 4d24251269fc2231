// internal: the task `text-classes`
import {
  ArrayDataset,
  CharacterTokenizer,
  completeRows,
  hostArray,
  LabelEncoder,
  loadTokenizer,
  numberName,
  Subset,
  type Table,
  type Tokenizer,
  table,
  tableColumn,
  textColumns,
  trainTestSplit,
  WordTokenizer,
} from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { SequenceClassifier } from '@neurona/rnn';
import { Generator } from '@neurona/tensor';
import { predict } from '@neurona/training';
import { UsageError } from '../../console/usage-error.js';
import { choice, number, path, type SettingsOf, text, toggle, whole } from '../../settings/setting.js';
import { checkClasses, evaluateClassifier, fitClassifier, namedClasses } from '../classification.js';
import { factsRecord, namesIn, recordIn } from '../facts.js';
import { optimizerSettings, trainingSettings } from '../optimization.js';
import { readTable } from '../read-input.js';
import { targetOf } from '../table/table-columns.js';
import type { Task } from '../task.js';

const settings = {
  data: {
    path: path(
      'CSV file with a column of texts and one of classes; without one, numbers in Spanish and English words.',
    ),
    text: text('', 'Name of the column of texts; empty: the first column of text.'),
    target: text('', 'Name of the column of classes; empty: the last.'),
    tokens: choice(['words', 'characters'], 'words', 'What a text is read as.'),
    vocabulary: whole(10_000, 'Most different words that are known; rarer ones are one unknown word.', {
      least: 10,
      most: 1_000_000,
    }),
    length: whole(100, 'Words or characters of a text that are read, from its beginning.', {
      least: 1,
      most: 10_000,
    }),
    testShare: number(0.2, 'Share of the texts that is held out for testing.', { least: 0.01, most: 0.9 }),
  },
  model: {
    cell: choice(['lstm', 'gru', 'rnn'], 'gru', 'Kind of recurrent layer.'),
    embedding: whole(32, 'Size of the vector of a word.', { least: 1, most: 10_000 }),
    hidden: whole(64, 'Size of the state.', { least: 1, most: 10_000 }),
    bothWays: toggle(true, 'Whether texts are read backwards too.'),
    dropout: number(0.2, 'Share of features that is dropped in training.', { least: 0, most: 0.95 }),
  },
  optimizer: optimizerSettings(3e-3),
  training: trainingSettings(5, 32),
};

interface TextClassFacts {
  readonly classNames: readonly string[];
  readonly tokenizer: object;
}

/** Texts of classes: a recurrent network reads them. */
export const textClassification: Task<typeof settings, TextClassFacts, SequenceClassifier> = {
  name: 'text-classes',
  about: 'Tells which class a text is of: a mood, a topic, a language.',
  settings,
  monitor: 'valLoss',
  inputKind: 'texts, in quotes',
  leastInputs: 1,

  async load({ data, training }) {
    const all = data.path === '' ? numbersOfLanguages() : await readTable(data.path);
    const { texts, classes } = textsAndClasses(all, data);
    const labels = new LabelEncoder().fit(classes);
    const [train, test] = trainTestSplit(
      { length: texts.length, get: () => [] },
      { testSize: data.testShare, rng: new Generator(training.seed) },
    );
    const options = { maxSize: data.vocabulary };
    const tokenizer = data.tokens === 'words' ? new WordTokenizer(options) : new CharacterTokenizer(options);
    tokenizer.fit(Array.from(train.indices, (i) => texts[i]!));
    const facts = { classNames: labels.classes.map(String), tokenizer: tokenizer.stateDict() };
    const numbers = labels.transform(classes);
    const rows = new ArrayDataset([...encoded(texts, tokenizer, data.length), numbers], {
      classNames: facts.classNames,
    });
    return {
      facts,
      data: { train: new Subset(rows, train.indices), test: new Subset(rows, test.indices) },
      notes: [
        ...(data.path === ''
          ? ['No data.path: numbers in Spanish and English words, which are built in.']
          : []),
        `${train.length} texts of ${facts.classNames.length} classes to learn from, ${test.length} to test on; ${tokenizer.vocabSize} different ${data.tokens}.`,
      ],
    };
  },

  async loadTest(file, { data }, { classNames, tokenizer }) {
    const { texts, classes } = textsAndClasses(await readTable(file), data);
    checkClasses(classes, classNames, file);
    const numbers = new LabelEncoder().fit([...classNames]).transform(classes);
    return new ArrayDataset([...encoded(texts, loadTokenizer(tokenizer), data.length), numbers], {
      classNames,
    });
  },

  readFacts(raw) {
    const facts = factsRecord(raw);
    const read = { classNames: namesIn(facts, 'classNames'), tokenizer: recordIn(facts, 'tokenizer') };
    loadTokenizer(read.tokenizer); // throws where it isn't whole
    return read;
  },

  build: ({ model }, { classNames, tokenizer }) =>
    new SequenceClassifier({
      vocabSize: loadTokenizer(tokenizer).vocabSize,
      embedDim: model.embedding,
      hiddenSize: model.hidden,
      numClasses: classNames.length,
      cell: model.cell,
      bidirectional: model.bothWays,
      dropout: model.dropout,
    }),

  fit: fitClassifier,
  torch: { loss: () => crossEntropy },

  evaluate: (model, test, _, { classNames }) => evaluateClassifier(model, test, classNames),

  async predict(model, texts, { data }, { classNames, tokenizer }) {
    const rows = encoded(texts, loadTokenizer(tokenizer), data.length);
    const outputs = await predict(model, new ArrayDataset(rows), { targetFields: 0 });
    return namedClasses(texts, outputs.values as Float32Array, classNames);
  },

  inputs: ({ data }) => [
    { name: 'tokens', shape: [1, data.length], dtype: 'int32', axes: { 1: 'length' } },
    { name: 'lengths', shape: [1], dtype: 'int32' },
  ],
};

/** The rows of a table that have both a text and a class. */
function textsAndClasses(
  all: Table,
  { text, target: named }: SettingsOf<typeof settings>['data'],
): { readonly texts: string[]; readonly classes: string[] } {
  const target = targetOf(all, named);
  const column = textColumnOf(all, text, target);
  const whole = completeRows(all, [column, target]);
  if (whole.length === 0) throw new UsageError(`No row has both "${column}" and "${target}".`);
  return {
    texts: Array.from(tableColumn(whole, column), String),
    classes: Array.from(tableColumn(whole, target), String),
  };
}

/** Tokens `[N, L]`, with padding behind them, and how many of each row are the text's. */
function encoded(texts: readonly string[], tokenizer: Tokenizer, longest: number) {
  const rows = texts.map((one) => tokenizer.encode(one, { maxLength: longest }));
  const length = Math.max(1, ...rows.map((row) => row.length));
  const tokens = new Int32Array(texts.length * length).fill(tokenizer.padId ?? 0);
  for (const [i, row] of rows.entries()) tokens.set(row, i * length);
  const lengths = Int32Array.from(rows, (row) => Math.max(1, row.length));
  return [hostArray(tokens, [texts.length, length]), hostArray(lengths)] as const;
}

function textColumnOf(all: Table, name: string, target: string): string {
  if (name !== '') return targetOf(all, name);
  const first = textColumns(all).find((one) => one !== target);
  if (first !== undefined) return first;
  throw new UsageError(
    `The table has no column of text but "${target}". It has ${Object.keys(all.columns).join(', ')}.`,
  );
}

const numbersOfEach = 600;

/** Names of numbers in two languages. */
function numbersOfLanguages(): Table {
  const numbers = Array.from({ length: numbersOfEach }, (_, i) => i * 37);
  return table({
    text: [...numbers.map((n) => numberName(n, 'es')), ...numbers.map((n) => numberName(n, 'en'))],
    language: [...numbers.map(() => 'Spanish'), ...numbers.map(() => 'English')],
  });
}
