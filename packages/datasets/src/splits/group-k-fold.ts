import { checkOptions } from '@neurona/backend';
import { permutationArray, type Generator as RandomGenerator } from '@neurona/tensor';
import type { Dataset } from '../dataset.js';
import { checkDataset } from '../dataset.js';
import { checkFolds, type Fold, foldsOf } from './folds.js';
import type { KFoldOptions } from './k-fold.js';
import { kFoldOptions } from './k-fold.js';
import { checkLabels, placesOf } from './labels.js';

/**
 * k-fold cross-validation by group, such as patients or writers: a group is never in both training and test set. Without
 * shuffling the largest groups are assigned first, each to the part with the fewest examples, so that parts are about equal;
 * with it, groups are assigned at random, the same number to each part.
 * @param folds - Number of parts, at least 2.
 * @throws {@link ArgumentError} if `folds` is not an integer of at least 2, or more than there are groups.
 * @example
 * const data = new ArrayDataset([Float32Array.of(1, 2, 3, 4, 5)]);
 * const folds = new GroupKFold(2).split(data, ['ann', 'ann', 'bob', 'cleo', 'bob']);
 * folds.map(([, test]) => test.indices); // => [[0, 1, 3], [2, 4]]
 */
export class GroupKFold {
  readonly shuffle: boolean;
  readonly #rng: RandomGenerator | undefined;

  constructor(
    readonly folds = 5,
    options: KFoldOptions = {},
  ) {
    checkOptions('GroupKFold', options, kFoldOptions);
    checkFolds('GroupKFold', folds, Number.POSITIVE_INFINITY, 'groups');
    this.shuffle = options.shuffle ?? false;
    this.#rng = options.rng;
  }

  /**
   * Training and test set of each fold.
   * @param groups - The group of each example: numbers or names.
   */
  split(dataset: Dataset, groups: ArrayLike<number | string>): Fold[] {
    checkDataset('GroupKFold', dataset);
    checkLabels('GroupKFold', 'one group', groups, dataset.length);
    const places = placesOf(groups);
    checkFolds('GroupKFold', this.folds, places.length, 'groups');
    const foldOf = new Int32Array(dataset.length);
    const order = this.shuffle ? permutationArray(places.length, this.#rng) : undefined;
    const ordered = order
      ? Array.from(order, (group) => places[group]!)
      : places.toSorted((a, b) => b.length - a.length);
    const sizes = new Array<number>(this.folds).fill(0);
    for (const [i, group] of ordered.entries()) {
      const fold = order ? i % this.folds : sizes.indexOf(Math.min(...sizes));
      sizes[fold]! += group.length;
      for (const place of group) foldOf[place] = fold;
    }
    return foldsOf(dataset, this.folds, foldOf);
  }
}
