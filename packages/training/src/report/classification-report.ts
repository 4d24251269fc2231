import { ArgumentError, checkArgument, checkOptions } from '@neurona/backend';
import { DataLoader } from '@neurona/datasets';
import type { Batch, Batches, Model } from '../loop/batch.js';
import { batchesOf, type Data } from '../loop/data.js';
import { evaluationBatches } from '../loop/evaluate.js';
import { type PredictOptions, predict, predictOptions } from '../loop/predict.js';
import { confusionMatrix } from './confusion-matrix.js';

/** The scores of one class. */
export interface ClassScores {
  /** Share of right ones among the predictions of the class: TP / (TP + FP); 0 if there are none. */
  readonly precision: number;
  /** Share of the examples of the class that were found: TP / (TP + FN); 0 if there are none. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  /** Number of examples of the class. */
  readonly support: number;
}

/** Precision, recall and F1 of each class; printing it shows a table. */
export class ClassificationReport {
  readonly classNames: readonly string[];
  readonly classes: readonly ClassScores[];
  /** Share of examples that are predicted right. */
  readonly accuracy: number;
  /** Means over classes. */
  readonly macroAverage: ClassScores;
  /** Means over classes, weighted by their support. */
  readonly weightedAverage: ClassScores;
  /** Counts by true class (row) and predicted class (column). */
  readonly confusion: readonly (readonly number[])[];

  /**
   * @param confusion - Counts by true class (row) and predicted class (column).
   * @param classNames - One for each class, default `0`, `1`, ….
   * @throws {@link ArgumentError} if the counts aren't a square, or the names don't fit them.
   */
  constructor(confusion: readonly (readonly number[])[], classNames?: readonly string[]) {
    checkRows('ClassificationReport', confusion);
    this.confusion = confusion;
    this.classNames = classNames ?? confusion.map((_, i) => String(i));
    checkNames(this.classNames, confusion.length);
    const columns = confusion.map((_, j) => sum(confusion.map((row) => row[j]!)));
    this.classes = confusion.map((row, i) => scores(row[i]!, columns[i]!, sum(row)));
    const total = sum(this.classes.map(({ support }) => support));
    this.accuracy = sum(confusion.map((row, i) => row[i]!)) / total;
    this.macroAverage = average(this.classes, () => 1 / this.classes.length, total);
    this.weightedAverage = average(this.classes, ({ support }) => support / total, total);
  }

  toString(): string {
    const width = Math.max(12, ...this.classNames.map((name) => name.length));
    const row = (name: string, cells: readonly string[]): string =>
      `${name.padStart(width)}  ${cells.map((cell) => cell.padStart(9)).join('  ')}`;
    const full = ({ precision, recall, f1, support }: ClassScores): string[] => [
      ...[precision, recall, f1].map((value) => value.toFixed(3)),
      String(support),
    ];
    return [
      row('', ['precision', 'recall', 'f1-score', 'support']),
      '',
      ...this.classes.map((scores, i) => row(this.classNames[i]!, full(scores))),
      '',
      row('accuracy', ['', '', this.accuracy.toFixed(3), String(this.macroAverage.support)]),
      row('macro avg', full(this.macroAverage)),
      row('weighted avg', full(this.weightedAverage)),
    ].join('\n');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function checkNames(names: readonly string[], count: number): void {
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string'))
    throw new ArgumentError('ClassificationReport', { expected: 'names of classes', received: names });
  if (names.length === count) return;
  throw new ArgumentError('ClassificationReport', {
    expected: `${count} names of classes`,
    received: `${names.length}`,
    hint: 'Pass one for each row, in their order.',
  });
}

/**
 * Precision, recall and F1 of a classifier on data, and its confusion matrix.
 *
 *     precision = TP / (TP + FP)        recall = TP / (TP + FN)        F1 = 2 TP / (2 TP + FP + FN)
 *
 * @param model - Returns scores `[N, C]`; the largest is the predicted class.
 * @param data - A loader, a data set or arrays `[inputs, classes]`, whose last field is the class.
 * @throws {@link ArgumentError} if the model's outputs are not `[N, C]`.
 * @example
 * const model = new Sequential(new Flatten(), new Linear(64, 10));
 * (await classificationReport(model, await digits())).classes.length; // => 10
 */
export async function classificationReport(
  model: Model,
  data: Data,
  options: PredictOptions = {},
): Promise<ClassificationReport> {
  const { batchSize: _, ...others } = checkOptions('classificationReport', options, predictOptions);
  const batches = await batchesOf('classificationReport', data, options, evaluationBatches);
  const actual: Promise<ArrayLike<number>>[] = [];
  const outputs = await predict(model, { [Symbol.asyncIterator]: () => noting(batches, actual) }, others);
  const classes = outputs.shape[1];
  if (outputs.shape.length !== 2 || classes === undefined) {
    throw new ArgumentError('classificationReport', {
      expected: 'a model that returns scores [N, C]',
      received: `outputs of shape [${outputs.shape.join(', ')}]`,
    });
  }
  const targets = (await Promise.all(actual)).flatMap((values) => Array.from(values));
  const names = batches instanceof DataLoader ? batches.dataset.classNames : undefined;
  return new ClassificationReport(
    confusionMatrix(largest(outputs.values, classes), targets, classes),
    names?.length === classes ? names : undefined, // of a part of the classes nobody knows which
  );
}

/** The batches as they come; the classes of each are read on the way, so that no example is loaded twice. */
async function* noting(batches: Batches, classes: Promise<ArrayLike<number>>[]): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    if (batch.length < 2) {
      throw new ArgumentError('classificationReport', {
        expected: 'batches of inputs and classes',
        received: '1 field',
        hint: 'Pass [inputs, classes], or a data set whose last field is the class.',
      });
    }
    const targets = batch.at(-1)!.detach(); // outlives the batch
    const values = targets.data().finally(() => targets.dispose());
    values.catch(() => {}); // awaited when all are there
    classes.push(values);
    yield batch;
  }
}

/**
 * The index of the largest score in each row.
 * @example
 * largest([1, 3, 2, 0], 2); // => [1, 0]
 */
export function largest(scores: ArrayLike<number>, classes: number): Int32Array {
  checkArgument('largest', 'scores', scores, 'list');
  if (!Number.isInteger(classes) || classes < 1) {
    throw new ArgumentError('largest', {
      expected: 'classes to be an integer of at least 1',
      received: classes,
    });
  }
  return Int32Array.from({ length: scores.length / classes }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++)
      if (scores[row * classes + c]! > scores[row * classes + best]!) best = c;
    return best;
  });
}

function checkRows(subject: string, rows: readonly (readonly number[])[]): void {
  if (Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.length === rows.length)) return;
  throw new ArgumentError(subject, {
    expected: 'a square of counts, a row for each class',
    received: rows,
    hint: 'Pass what confusionMatrix returned.',
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function scores(truePositives: number, predicted: number, support: number): ClassScores {
  const precision = predicted === 0 ? 0 : truePositives / predicted;
  const recall = support === 0 ? 0 : truePositives / support;
  const f1 = predicted + support === 0 ? 0 : (2 * truePositives) / (predicted + support);
  return { precision, recall, f1, support };
}

function average(
  classes: readonly ClassScores[],
  weight: (scores: ClassScores) => number,
  support: number,
): ClassScores {
  const mean = (name: 'precision' | 'recall' | 'f1'): number =>
    sum(classes.map((scores) => weight(scores) * scores[name]));
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1'), support };
}
