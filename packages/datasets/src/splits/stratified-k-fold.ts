import { checkOptions } from '@neurona/backend';
import { permutationArray, type Generator as RandomGenerator } from '@neurona/tensor';
import type { Dataset } from '../dataset.js';
import { checkDataset } from '../dataset.js';
import { checkFolds, type Fold, foldsOf } from './folds.js';
import type { KFoldOptions } from './k-fold.js';
import { kFoldOptions } from './k-fold.js';
import { checkLabels, placesOf } from './labels.js';

/**
 * k-fold cross-validation with every class in each part in the same proportion: a class's numbers in two parts differ by at
 * most one, and so do the parts' sizes.
 * @param folds - Number of parts, at least 2.
 * @throws {@link ArgumentError} if `folds` is not an integer of at least 2, or is more than every class has examples.
 * @example
 * const data = new ArrayDataset([Float32Array.of(1, 2, 3, 4, 5, 6)]);
 * const folds = new StratifiedKFold(2).split(data, ['a', 'a', 'a', 'a', 'b', 'b']);
 * folds.map(([, test]) => test.indices); // => [[0, 1, 4], [2, 3, 5]]
 */
export class StratifiedKFold {
  readonly shuffle: boolean;
  readonly #rng: RandomGenerator | undefined;

  constructor(
    readonly folds = 5,
    options: KFoldOptions = {},
  ) {
    checkOptions('StratifiedKFold', options, kFoldOptions);
    checkFolds('StratifiedKFold', folds, Number.POSITIVE_INFINITY, 'examples');
    this.shuffle = options.shuffle ?? false;
    this.#rng = options.rng;
  }

  /**
   * Training and test set of each fold.
   * @param classes - The class of each example: numbers or names.
   */
  split(dataset: Dataset, classes: ArrayLike<number | string>): Fold[] {
    const { folds } = this;
    checkDataset('StratifiedKFold', dataset);
    checkLabels('StratifiedKFold', 'one class', classes, dataset.length);
    const places = placesOf(classes);
    checkFolds(
      'StratifiedKFold',
      folds,
      Math.max(0, ...places.map((of) => of.length)),
      'examples of a class',
    );
    const foldOf = new Int32Array(dataset.length);
    let dealt = 0; // classes go on dealing where the one before stopped, so that parts are of one size
    for (const of of places) {
      const counts = new Array<number>(folds).fill(Math.floor(of.length / folds));
      for (let extra = 0; extra < of.length % folds; extra++) counts[(dealt + extra) % folds]!++;
      dealt += of.length % folds;
      const order = this.shuffle ? permutationArray(of.length, this.#rng) : undefined;
      let place = 0;
      for (const [fold, count] of counts.entries())
        for (let i = 0; i < count; i++, place++) foldOf[of[order?.[place] ?? place]!] = fold;
    }
    return foldsOf(dataset, folds, foldOf);
  }
}
