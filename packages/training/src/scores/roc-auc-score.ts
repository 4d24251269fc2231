import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { areaUnderCurve, precisionRecallCurve, rocCurve } from './roc-curve.js';

/** Settings of {@link rocAUCScore}. */
export interface ROCAUCOptions {
  /** Number of classes, each with a column of scores; default 1: one score, for the positive class. */
  readonly classes?: number;
  /** Each class against the rest (default), or each against each other. */
  readonly against?: 'rest' | 'each';
  /** Mean over classes (default), or weighted by class frequency. */
  readonly average?: 'macro' | 'weighted';
}

const rocAUCOptions: OptionTable<ROCAUCOptions> = { classes: undefined, against: 'rest', average: 'macro' };

/**
 * Area under the ROC curve: the probability that a positive example scores higher than a negative one. 0.5 is chance.
 * @param scores - `[N]`, or `[N, classes]` in rows.
 * @param actual - 0 and 1, or class numbers.
 * @returns NaN where a class that counts has no examples, or all of them.
 * @throws {@link ArgumentError} if there are not `classes` scores for each example, or a class is out of range.
 * @example
 * rocAUCScore([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]); // => 0.75
 * @see Hand, Till, "A Simple Generalisation of the Area Under the ROC Curve for Multiple Class Classification Problems", 2001,
 * for `each`
 */
export function rocAUCScore(
  scores: ArrayLike<number>,
  actual: ArrayLike<number>,
  options: ROCAUCOptions = {},
): number {
  const {
    classes = 1,
    against = 'rest',
    average = 'macro',
  } = checkOptions('rocAUCScore', options, rocAUCOptions);
  if (classes === 1) return binary(scores, actual);
  checkClasses(scores, actual, classes);
  const rows = Array.from(actual, (_, i) => i);
  const column = (of: readonly number[], c: number): number[] => of.map((i) => scores[i * classes + c]!);
  const share = (c: number): number => rows.filter((i) => actual[i] === c).length / rows.length;
  const areas: { area: number; weight: number }[] = [];
  for (let c = 0; c < classes; c++) {
    if (against === 'rest') {
      const isIt = rows.map((i) => (actual[i] === c ? 1 : 0));
      areas.push({ area: binary(column(rows, c), isIt), weight: share(c) });
      continue;
    }
    for (let other = c + 1; other < classes; other++) {
      const both = rows.filter((i) => actual[i] === c || actual[i] === other);
      const of = (positive: number): number => {
        const isIt = both.map((i) => (actual[i] === positive ? 1 : 0));
        return both.length === 0 ? Number.NaN : binary(column(both, positive), isIt);
      };
      areas.push({ area: (of(c) + of(other)) / 2, weight: share(c) + share(other) });
    }
  }
  const weights = areas.map(({ weight }) => (average === 'weighted' ? weight : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return areas.reduce((sum, { area }, i) => sum + area * weights[i]!, 0) / total;
}

/**
 * Average precision: the area under the precision-recall curve, in steps.
 *
 *     AP = Σ_t (R_t - R_{t-1}) P_t
 *
 * @param scores - Larger for examples that are rather positive.
 * @param actual - 1 where the example is positive, else 0.
 * @throws {@link ArgumentError} if the lengths differ, arrays are empty, a score is NaN or a true value is neither 0 nor 1.
 * @example
 * averagePrecisionScore([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]); // => 0.8333
 */
export function averagePrecisionScore(scores: ArrayLike<number>, actual: ArrayLike<number>): number {
  const { precision, recall } = precisionRecallCurve(scores, actual);
  let sum = 0;
  for (let i = 0; i + 1 < recall.length; i++) sum += (recall[i]! - recall[i + 1]!) * precision[i]!;
  return sum;
}

function binary(scores: ArrayLike<number>, actual: ArrayLike<number>): number {
  const { falsePositiveRate, truePositiveRate } = rocCurve(scores, actual);
  const isUndefined = Number.isNaN(falsePositiveRate[0]) || Number.isNaN(truePositiveRate[0]);
  return isUndefined ? Number.NaN : areaUnderCurve(falsePositiveRate, truePositiveRate);
}

function checkClasses(scores: ArrayLike<number>, actual: ArrayLike<number>, classes: number): void {
  if (scores.length !== actual.length * classes) {
    throw new ArgumentError('rocAUCScore', {
      expected: `${classes} scores for each of ${actual.length} examples`,
      received: scores.length,
    });
  }
  for (let i = 0; i < actual.length; i++) {
    const value = actual[i]!;
    if (Number.isInteger(value) && value >= 0 && value < classes) continue;
    throw new ArgumentError('rocAUCScore', {
      expected: `classes from 0 to ${classes - 1}`,
      received: value,
      where: `example ${i}`,
    });
  }
}
