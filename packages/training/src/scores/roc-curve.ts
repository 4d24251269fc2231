import { ArgumentError, checkArgument } from '@neurona/backend';
import { checkPaired } from './paired.js';

/** Result of {@link rocCurve}: in each array one number per threshold. */
export interface ROCCurve {
  /** FP / (FP + TN), from 0 to 1; NaN where every example is positive. */
  readonly falsePositiveRate: readonly number[];
  /** TP / (TP + FN), from 0 to 1; NaN where none is. */
  readonly truePositiveRate: readonly number[];
  /** Scores from which on an example counts as positive, falling; the first is infinite. */
  readonly thresholds: readonly number[];
}

/** Result of {@link precisionRecallCurve}. */
export interface PrecisionRecallCurve {
  /** TP / (TP + FP) at each threshold, and at the end 1. */
  readonly precision: readonly number[];
  /** TP / (TP + FN) at each threshold, falling, and at the end 0. */
  readonly recall: readonly number[];
  /** Scores from which on an example counts as positive, rising. */
  readonly thresholds: readonly number[];
}

/**
 * ROC curve: true and false positive rates for every threshold. Points on a straight line between their neighbours are left out.
 *
 *     TPR = TP / (TP + FN)        FPR = FP / (FP + TN)
 *
 * @param scores - Larger for examples that are rather positive.
 * @param actual - 1 where the example is positive, else 0.
 * @throws {@link ArgumentError} if the lengths differ, arrays are empty, a score is NaN or a true value is neither 0 nor 1.
 * @example
 * const { falsePositiveRate, truePositiveRate } = rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
 * [falsePositiveRate, truePositiveRate]; // => [[0, 0, 0.5, 0.5, 1], [0, 0.5, 0.5, 1, 1]]
 * @see Fawcett, "An introduction to ROC analysis", 2006, doi:10.1016/j.patrec.2005.10.010
 */
export function rocCurve(scores: ArrayLike<number>, actual: ArrayLike<number>): ROCCurve {
  const counts = countsByThreshold('rocCurve', scores, actual);
  const isBend = (i: number): boolean => {
    const [before, at, after] = [counts[i - 1], counts[i]!, counts[i + 1]];
    if (!before || !after) return true;
    const isStraight = (name: 'hits' | 'alarms') => after[name] - at[name] === at[name] - before[name];
    return !(isStraight('hits') && isStraight('alarms'));
  };
  const start = { threshold: Number.POSITIVE_INFINITY, hits: 0, alarms: 0 };
  const bends = [start, ...counts.filter((_, i) => isBend(i))];
  const { hits, alarms } = counts.at(-1)!;
  return {
    falsePositiveRate: bends.map((point) => point.alarms / alarms),
    truePositiveRate: bends.map((point) => point.hits / hits),
    thresholds: bends.map((point) => point.threshold),
  };
}

/**
 * Precision-recall curve: precision and recall for every threshold. Suits rare positives.
 *
 *     precision = TP / (TP + FP)        recall = TP / (TP + FN)
 *
 * @param scores - Larger for examples that are rather positive.
 * @param actual - 1 where the example is positive, else 0.
 * @throws {@link ArgumentError} if the lengths differ, arrays are empty, a score is NaN or a true value is neither 0 nor 1.
 * @example
 * precisionRecallCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).recall; // => [1, 1, 0.5, 0.5, 0]
 */
export function precisionRecallCurve(
  scores: ArrayLike<number>,
  actual: ArrayLike<number>,
): PrecisionRecallCurve {
  const counts = countsByThreshold('precisionRecallCurve', scores, actual);
  const positives = counts.at(-1)!.hits;
  const rising = counts.toReversed();
  return {
    precision: [...rising.map(({ hits, alarms }) => hits / (hits + alarms)), 1],
    recall: [...rising.map(({ hits }) => (positives === 0 ? 1 : hits / positives)), 0],
    thresholds: rising.map(({ threshold }) => threshold),
  };
}

/** Positives and negatives with a score of at least a threshold. */
interface ThresholdCounts {
  readonly threshold: number;
  readonly hits: number;
  readonly alarms: number;
}

/** The counts at each score that occurs, from the largest on. */
function countsByThreshold(
  subject: string,
  scores: ArrayLike<number>,
  actual: ArrayLike<number>,
): ThresholdCounts[] {
  checkPaired(subject, scores, actual);
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === 0 || actual[i] === 1) continue;
    throw new ArgumentError(subject, {
      expected: 'true values of 0 and 1',
      received: actual[i],
      where: `example ${i}`,
      hint: 'For several classes use rocAUCScore, or take one class against the others.',
    });
  }
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const result: ThresholdCounts[] = [];
  let [hits, alarms] = [0, 0];
  for (const [place, i] of order.entries()) {
    if (actual[i] === 1) hits++;
    else alarms++;
    const next = order[place + 1];
    if (next === undefined || scores[next] !== scores[i])
      result.push({ threshold: scores[i]!, hits, alarms });
  }
  return result;
}

/**
 * Area under a curve by the trapezoidal rule.
 *
 *     A = Σ_i (x_{i+1} - x_i) (y_i + y_{i+1}) / 2
 *
 * @param x - Rising or falling throughout.
 * @throws {@link ArgumentError} if there are fewer than two points, the lengths differ, or x turns back.
 * @example
 * areaUnderCurve([0, 1, 3], [1, 1, 3]); // => 5
 */
export function areaUnderCurve(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkArgument('areaUnderCurve', 'x', x, 'list');
  checkArgument('areaUnderCurve', 'y', y, 'list');
  if (x.length !== y.length || x.length < 2) {
    throw new ArgumentError('areaUnderCurve', {
      expected: 'two points or more, as many x as y',
      received: `${x.length} and ${y.length}`,
    });
  }
  const direction = Math.sign(x[x.length - 1]! - x[0]!) || 1;
  let area = 0;
  for (let i = 1; i < x.length; i++) {
    const width = (x[i]! - x[i - 1]!) * direction;
    if (width < 0) {
      throw new ArgumentError('areaUnderCurve', {
        expected: 'x that rises or falls throughout',
        received: `${x[i - 1]}, ${x[i]}`,
        where: `point ${i}`,
      });
    }
    area += (width * (y[i]! + y[i - 1]!)) / 2;
  }
  return area;
}
