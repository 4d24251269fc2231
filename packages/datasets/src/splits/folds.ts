import { ArgumentError } from '@neurona/backend';
import { Subset } from '../combining/subset.js';
import type { Dataset } from '../dataset.js';

/** Training and test set of one fold. */
export type Fold = readonly [train: Subset, test: Subset];

/** @internal Throws if the number of folds is below 2, or above the number of examples or groups. */
export function checkFolds(subject: string, folds: number, most: number, of: string): void {
  if (Number.isInteger(folds) && folds >= 2 && folds <= most) return;
  throw new ArgumentError(subject, {
    expected:
      most === Number.POSITIVE_INFINITY
        ? 'an integer of folds of at least 2'
        : `2 to ${most} folds, as there are ${most} ${of}`,
    received: folds,
  });
}

/** @internal The folds of a data set, one as the test set each time; both sides are in the data set's order. */
export const foldsOf = (dataset: Dataset, folds: number, foldOf: ArrayLike<number>): Fold[] =>
  Array.from({ length: folds }, (_, fold) => {
    const train: number[] = [];
    const test: number[] = [];
    for (let i = 0; i < dataset.length; i++) (foldOf[i] === fold ? test : train).push(i);
    return [new Subset(dataset, train), new Subset(dataset, test)];
  });
