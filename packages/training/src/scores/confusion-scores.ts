import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';

/** Counts by true class (row) and predicted class (column). */
export type ConfusionCounts = readonly (readonly number[])[];

/** How the scores of classes are averaged. */
export type ClassAverage = 'macro' | 'micro' | 'weighted';

/** Settings of {@link classScores}. */
export interface ClassScoresOptions {
  /**
   * Mean over classes (`macro`), over all examples (`micro`), or over classes by class frequency (`weighted`); or the
   * number of one class. Default `macro`.
   */
  readonly average?: ClassAverage | number;
  /** Weight of recall relative to precision in `fBeta`, default 1. */
  readonly beta?: number;
}

const classScoresOptions: OptionTable<ClassScoresOptions> = { average: 'macro', beta: 1 };

/** Result of {@link classScores}; each is 0 where it would be 0 / 0. */
export interface AveragedScores {
  readonly precision: number;
  readonly recall: number;
  readonly fBeta: number;
}

/**
 * Precision, recall and F of a classifier from its confusion matrix, as one number each.
 *
 *     precision = TP / (TP + FP)    recall = TP / (TP + FN)    F = (1 + β²) TP / ((1 + β²) TP + β² FN + FP)
 *
 * Classes that neither occur nor are predicted count as 0 in `macro`.
 * @throws {@link ArgumentError} if the counts are not a square, `beta` is not above 0, or `average` is no class.
 * @example
 * classScores([[1, 1], [0, 2]], { average: 1 }).recall; // => 1
 * @see van Rijsbergen, "Information Retrieval", 1979
 */
export function classScores(confusion: ConfusionCounts, options: ClassScoresOptions = {}): AveragedScores {
  const { average = 'macro', beta = 1 } = checkOptions('classScores', options, classScoresOptions);
  checkSquare('classScores', confusion);
  if (!(beta > 0)) throw new ArgumentError('classScores', { expected: 'beta > 0', received: beta });
  const counts = confusion.map((row, c) => ({
    hits: row[c]!,
    predicted: columnSum(confusion, c),
    actual: sum(row),
  }));
  if (typeof average === 'number') {
    const ofClass = counts[average];
    if (ofClass) return scoresOf(ofClass, beta);
    throw new ArgumentError('classScores', {
      expected: `a class from 0 to ${counts.length - 1}`,
      received: average,
    });
  }
  if (average === 'micro') {
    const add = (name: keyof Counts): number => sum(counts.map((count) => count[name]));
    return scoresOf({ hits: add('hits'), predicted: add('predicted'), actual: add('actual') }, beta);
  }
  const total = sum(counts.map(({ actual }) => actual));
  const all = counts.map((count) => ({
    scores: scoresOf(count, beta),
    weight: average === 'macro' ? 1 / counts.length : ratio(count.actual, total),
  }));
  const mean = (name: keyof AveragedScores): number =>
    sum(all.map(({ scores, weight }) => scores[name] * weight));
  return { precision: mean('precision'), recall: mean('recall'), fBeta: mean('fBeta') };
}

/**
 * Mean over classes of how much the predicted examples of a class and the true ones overlap: of pixels, for segmentation.
 *
 *     IoU_c = TP_c / (TP_c + FP_c + FN_c)
 *
 * Classes that neither occur nor are predicted are left out; NaN where there are no counts.
 * @throws {@link ArgumentError} if the counts are not a square.
 * @example
 * meanIoU([[1, 1], [0, 2]]); // => 0.5833
 * @see Everingham et al., "The Pascal Visual Object Classes Challenge", 2010
 */
export function meanIoU(confusion: ConfusionCounts): number {
  checkSquare('meanIoU', confusion);
  const overlaps = confusion.flatMap((row, c) => {
    const union = sum(row) + columnSum(confusion, c) - row[c]!;
    return union === 0 ? [] : [row[c]! / union];
  });
  return sum(overlaps) / overlaps.length;
}

/**
 * Balanced accuracy: the mean recall of the classes that occur.
 * @throws {@link ArgumentError} if the counts are not a square.
 * @example
 * balancedAccuracy([[8, 0], [1, 1]]); // => 0.75
 */
export function balancedAccuracy(confusion: ConfusionCounts): number {
  checkSquare('balancedAccuracy', confusion);
  const recalls = confusion.flatMap((row, c) => (sum(row) === 0 ? [] : [row[c]! / sum(row)]));
  return sum(recalls) / recalls.length;
}

/**
 * Matthews' correlation between predicted and true classes: 1 is perfect, 0 chance; 0 where only one class is predicted or
 * occurs.
 *
 *     MCC = (c s - Σ p_k t_k) / √((s² - Σ p_k²) (s² - Σ t_k²))
 *
 * with s examples, c of them right, p_k predicted to be class k and t_k that are.
 * @throws {@link ArgumentError} if the counts are not a square.
 * @example
 * matthewsCorrelation([[2, 0], [0, 3]]); // => 1
 * @see Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient", 2004
 */
export function matthewsCorrelation(confusion: ConfusionCounts): number {
  checkSquare('matthewsCorrelation', confusion);
  const { size, right, predicted, actual } = totals(confusion);
  const product = sum(predicted.map((count, c) => count * actual[c]!));
  const spread = (counts: readonly number[]): number => size ** 2 - sum(counts.map((count) => count ** 2));
  return ratio(right * size - product, Math.sqrt(spread(predicted) * spread(actual)));
}

/**
 * Cohen's kappa: agreement beyond chance. 1 is perfect, 0 chance.
 *
 *     κ = (p_o - p_e) / (1 - p_e)        p_o = share that agrees, p_e = share that would by chance
 *
 * @throws {@link ArgumentError} if the counts are not a square.
 * @example
 * cohenKappa([[2, 1], [1, 2]]); // => 0.3333
 * @see Cohen, "A Coefficient of Agreement for Nominal Scales", 1960
 */
export function cohenKappa(confusion: ConfusionCounts): number {
  checkSquare('cohenKappa', confusion);
  const { size, right, predicted, actual } = totals(confusion);
  const byChance = sum(predicted.map((count, c) => count * actual[c]!)) / size ** 2;
  return (right / size - byChance) / (1 - byChance);
}

interface Counts {
  readonly hits: number;
  readonly predicted: number;
  readonly actual: number;
}

function scoresOf({ hits, predicted, actual }: Counts, beta: number): AveragedScores {
  return {
    precision: ratio(hits, predicted),
    recall: ratio(hits, actual),
    fBeta: ratio((1 + beta ** 2) * hits, beta ** 2 * actual + predicted),
  };
}

const totals = (confusion: ConfusionCounts) => ({
  size: sum(confusion.map(sum)),
  right: sum(confusion.map((row, c) => row[c]!)),
  predicted: confusion.map((_, c) => columnSum(confusion, c)),
  actual: confusion.map(sum),
});

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const columnSum = (confusion: ConfusionCounts, c: number): number => sum(confusion.map((row) => row[c]!));

function checkSquare(subject: string, confusion: ConfusionCounts): void {
  checkArgument(subject, 'the confusion matrix', confusion, 'list');
  for (const row of confusion) checkArgument(subject, 'each row of the confusion matrix', row, 'list');
  if (confusion.length > 0 && confusion.every((row) => row.length === confusion.length)) return;
  throw new ArgumentError(subject, {
    expected: 'a square of counts, by true and predicted class',
    received: `rows of ${confusion.map((row) => row.length).join(', ') || 'nothing'}`,
  });
}
