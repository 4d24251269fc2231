import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { Dataset } from '@neurona/datasets';
import { meanAndDeviation } from './mean-and-deviation.js';

/** One part of a cross-validation. */
export interface CrossValidationFold {
  readonly train: Dataset;
  readonly validation: Dataset;
  /** Its number, from 0. */
  readonly fold: number;
  readonly signal?: AbortSignal | undefined;
}

/** Settings of {@link crossValidate}. */
export interface CrossValidateOptions {
  /** Ends after the current fold. */
  readonly signal?: AbortSignal;
  /** Called after each fold with its numbers. */
  readonly onFold?: (fold: number, scores: Readonly<Record<string, number>>) => void;
}

const crossValidateOptions: OptionTable<CrossValidateOptions> = { signal: undefined, onFold: undefined };

/** Result of {@link crossValidate}. */
export interface CrossValidation {
  /** The numbers of each fold. */
  readonly folds: readonly Readonly<Record<string, number>>[];
  /** Means over the folds. */
  readonly mean: Readonly<Record<string, number>>;
  /** Standard deviations over the folds, with n - 1; NaN of one fold. */
  readonly deviation: Readonly<Record<string, number>>;
}

/**
 * Trains and evaluates once for each fold, and measures how much the numbers vary: an estimate that doesn't depend on one split.
 * @param splits - Pairs of training and validation data, as `KFold` returns them.
 * @param run - Builds a model, trains it on `train` and returns its numbers on `validation`.
 * @throws {@link ArgumentError} if there are no splits, or folds return different names.
 * @example
 * const data = new ArrayDataset([hostArray(new Float32Array([1, 2, 3, 4]))]);
 * const halves = [[new Subset(data, [0, 1]), new Subset(data, [2, 3])], [new Subset(data, [2, 3]), new Subset(data, [0, 1])]];
 * const { mean } = await crossValidate(halves, async ({ validation }) => ({ first: validation.get(0)[0].values[0] }));
 * mean; // => { first: 2 }
 * @see Stone, "Cross-Validatory Choice and Assessment of Statistical Predictions", 1974
 */
export async function crossValidate(
  splits: Iterable<readonly [train: Dataset, validation: Dataset]>,
  run: (fold: CrossValidationFold) => Promise<Readonly<Record<string, number>>>,
  options: CrossValidateOptions = {},
): Promise<CrossValidation> {
  const { signal, onFold } = checkOptions('crossValidate', options, crossValidateOptions);
  if (!(Symbol.iterator in Object(splits))) {
    throw new ArgumentError('crossValidate', {
      expected: 'splits into training and validation data',
      received: splits,
      hint: 'Pass new KFold(5).split(data).',
    });
  }
  checkArgument('crossValidate', 'run', run, 'function');
  const folds: Readonly<Record<string, number>>[] = [];
  for (const split of splits) {
    const [train, validation] = checkArgument(
      'crossValidate',
      'a split',
      split,
      'list',
      'Write [train, validation].',
    );
    if (signal?.aborted) break;
    const fold = folds.length;
    const scores = await run({ train, validation, fold, signal });
    checkNames(folds[0] ?? scores, scores, fold);
    folds.push(scores);
    onFold?.(fold, scores);
  }
  if (folds.length === 0 && !signal?.aborted) {
    throw new ArgumentError('crossValidate', { expected: 'at least one split', received: 'none' });
  }
  const names = Object.keys(folds[0] ?? {});
  const stats = names.map((name) => [name, meanAndDeviation(folds.map((scores) => scores[name]!))] as const);
  return {
    folds,
    mean: Object.fromEntries(stats.map(([name, { mean }]) => [name, mean])),
    deviation: Object.fromEntries(stats.map(([name, { deviation }]) => [name, deviation])),
  };
}

function checkNames(
  first: Readonly<Record<string, number>>,
  scores: Readonly<Record<string, number>>,
  fold: number,
): void {
  const [wanted, given] = [Object.keys(first).sort(), Object.keys(scores).sort()];
  if (wanted.length === given.length && wanted.every((name, i) => name === given[i])) return;
  throw new ArgumentError('crossValidate', {
    expected: `the numbers ${wanted.join(', ') || 'of the first fold'}`,
    received: given.join(', ') || 'none',
    where: `fold ${fold}`,
  });
}
