import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { noGrad, oneHot, own, scoped, type Tensor } from '@neurona/tensor';
import { copyTensor } from '../loop/tensor-tree.js';
import { type ClassScoresOptions, type ConfusionCounts, classScores } from '../scores/confusion-scores.js';
import { checkClassOutputs, checkSameSize, checkTensors } from './class-outputs.js';
import type { StatefulMetric } from './metric.js';

/** Settings of {@link ConfusionMetric}. */
export interface ConfusionMetricOptions {
  /** Threshold for binary outputs, above which the class is 1. Default 0.5, for probabilities; use 0 for logits. */
  readonly threshold?: number;
}

const confusionMetricOptions: OptionTable<ConfusionMetricOptions> = { threshold: 0.5 };

/**
 * A metric computed from the confusion matrix, such as `cohenKappa` and `matthewsCorrelation`. Counts of true and predicted
 * classes are accumulated on the device.
 *
 * Shape: outputs `[N, ..., C]` with targets int32 `[N, ...]`, or outputs `[N]` or `[N, 1]` with targets of 0 and 1.
 * @throws {@link ShapeError} in `update` if the shapes don't fit.
 * @example
 * const kappa = new ConfusionMetric(cohenKappa);
 * kappa.update(tensor([[2, 1], [0, 1], [3, 1]]), tensor([0, 1, 1], { dtype: 'int32' }));
 * await kappa.result(); // => 0.4
 */
export class ConfusionMetric implements StatefulMetric {
  readonly threshold: number;
  #counts: Tensor | undefined; // [C, C], by true class and predicted class

  /** @param score - Computes the metric from the counts, by true class (row) and predicted class (column). */
  constructor(
    readonly score: (confusion: ConfusionCounts) => number,
    options: ConfusionMetricOptions = {},
  ) {
    checkOptions('ConfusionMetric', options, confusionMetricOptions);
    this.threshold = options.threshold ?? 0.5;
  }

  update(outputs: Tensor, targets: Tensor): void {
    const before = this.#counts;
    this.#counts = own(
      noGrad(() =>
        scoped(() => {
          const counts = this.#count(outputs, targets);
          return before ? before.add(counts) : counts;
        }),
      ),
    );
    before?.dispose();
  }

  async result(): Promise<number> {
    if (!this.#counts) return Number.NaN;
    const counts = this.#counts.detach();
    const values = (await counts.array()) as number[][];
    counts.dispose();
    return this.score(values);
  }

  reset(): void {
    this.#counts?.dispose();
    this.#counts = undefined;
  }

  stateDict(): { readonly counts: Tensor } | Record<string, never> {
    return this.#counts ? { counts: this.#counts } : {};
  }

  loadStateDict(state: { readonly counts?: Tensor }): void {
    checkArgument(
      'ConfusionMetric.loadStateDict',
      'the state',
      state,
      'record',
      'Pass what stateDict() returned.',
    );
    this.reset();
    if (state.counts) this.#counts = copyTensor(state.counts);
  }

  mergeStateDict(state: { readonly counts?: Tensor }): void {
    const before = this.#counts;
    if (!before) this.loadStateDict(state);
    if (!before || !state.counts) return;
    this.#counts = noGrad(() => own(before.add(state.counts!)));
    before.dispose();
  }

  /** Counts of one batch: the product of the rows that are 1 at the true class with those that are 1 at the predicted one. */
  #count(outputs: Tensor, targets: Tensor): Tensor {
    checkTensors('ConfusionMetric', outputs, targets);
    const isBinary = outputs.ndim === 1 || (outputs.ndim === 2 && outputs.shape[1] === 1);
    if (isBinary) checkSameSize('ConfusionMetric', outputs, targets);
    else checkClassOutputs('ConfusionMetric', outputs, targets);
    const classes = isBinary ? 2 : outputs.shape.at(-1)!;
    const predicted = isBinary
      ? outputs.reshape([-1]).greaterEqual(this.threshold).cast('int32')
      : outputs.argmax({ axis: -1 }).reshape([-1]);
    const rows = (indices: Tensor): Tensor => oneHot(indices, classes, { dtype: 'float32' }); // [N, C]
    return rows(targets.reshape([-1]).cast('int32'))
      .t()
      .matmul(rows(predicted));
  }
}

/** Settings of {@link precision}, {@link recall} and {@link fBeta}. */
export interface ClassMetricOptions extends ConfusionMetricOptions {
  /**
   * Mean over classes (`macro`), over all examples (`micro`), over classes by class frequency (`weighted`), or the number
   * of one class. Default class 1 where there are two classes, as yes and no, and `macro` else.
   */
  readonly average?: ClassScoresOptions['average'];
}

const classMetricOptions: OptionTable<ClassMetricOptions> = { ...confusionMetricOptions, average: 1 };

const classMetric = (
  name: 'precision' | 'recall' | 'fBeta',
  { average, threshold }: ClassMetricOptions,
  beta = 1,
): ConfusionMetric => {
  if (!(beta > 0)) throw new ArgumentError('fBeta', { expected: 'beta > 0', received: beta });
  const score = (confusion: ConfusionCounts): number =>
    classScores(confusion, { average: average ?? (confusion.length === 2 ? 1 : 'macro'), beta })[name];
  return new ConfusionMetric(score, threshold === undefined ? {} : { threshold });
};

/**
 * Precision: the share of right ones among the predictions of a class, TP / (TP + FP), over all batches.
 * @example
 * const metric = precision();
 * metric.update(tensor([0.9, 0.8, 0.3]), tensor([1, 0, 1]));
 * await metric.result(); // => 0.5
 */
export const precision = (options: ClassMetricOptions = {}): ConfusionMetric => {
  checkOptions('precision', options, classMetricOptions);
  return classMetric('precision', options);
};

/**
 * Recall: the share of the examples of a class that were found, TP / (TP + FN), over all batches.
 * @example
 * const metric = recall();
 * metric.update(tensor([0.9, 0.8, 0.3, 0.7]), tensor([1, 0, 1, 1]));
 * await metric.result(); // => 0.6667
 */
export const recall = (options: ClassMetricOptions = {}): ConfusionMetric => {
  checkOptions('recall', options, classMetricOptions);
  return classMetric('recall', options);
};

/**
 * F score: the harmonic mean of precision and recall, over all batches; with beta, recall counts beta times as much.
 *
 *     F = (1 + β²) TP / ((1 + β²) TP + β² FN + FP)
 *
 * @param beta - Above 0, default 1.
 * @throws {@link ArgumentError} if beta is not above 0.
 * @example
 * const f1 = fBeta();
 * f1.update(tensor([0.9, 0.8, 0.3]), tensor([1, 0, 1]));
 * await f1.result(); // => 0.5
 */
export const fBeta = (beta = 1, options: ClassMetricOptions = {}): ConfusionMetric => {
  checkOptions('fBeta', options, classMetricOptions);
  return classMetric('fBeta', options, beta);
};
