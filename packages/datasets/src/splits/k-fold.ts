import { checkOptions, type OptionTable } from '@neurona/backend';
import { permutationArray, type Generator as RandomGenerator } from '@neurona/tensor';
import type { Dataset } from '../dataset.js';
import { checkDataset } from '../dataset.js';
import { checkFolds, type Fold, foldsOf } from './folds.js';

/** Settings of {@link KFold} and {@link StratifiedKFold}. */
export interface KFoldOptions {
  /** Whether to shuffle before splitting, default false. */
  readonly shuffle?: boolean;
  /** Random generator, default the one that `manualSeed` seeds. */
  readonly rng?: RandomGenerator;
}

/** @internal */
export const kFoldOptions: OptionTable<KFoldOptions> = { shuffle: false, rng: undefined };

/**
 * k-fold cross-validation: each of k parts is the test set once while the others are the training set. The first parts have one
 * example more if k doesn't divide their number.
 * @param folds - Number of parts, at least 2.
 * @throws {@link ArgumentError} if `folds` is not an integer of at least 2, or more than there are examples.
 * @example
 * const data = new ArrayDataset([Float32Array.of(5, 6, 7, 8, 9)]);
 * const folds = new KFold(2).split(data);
 * folds.map(([train, test]) => [train.indices, test.indices]); // => [[[3, 4], [0, 1, 2]], [[0, 1, 2], [3, 4]]]
 */
export class KFold {
  readonly shuffle: boolean;
  readonly #rng: RandomGenerator | undefined;

  constructor(
    readonly folds = 5,
    options: KFoldOptions = {},
  ) {
    checkOptions('KFold', options, kFoldOptions);
    checkFolds('KFold', folds, Number.POSITIVE_INFINITY, 'examples');
    this.shuffle = options.shuffle ?? false;
    this.#rng = options.rng;
  }

  /** Training and test set of each fold. */
  split(dataset: Dataset): Fold[] {
    const { length } = checkDataset('KFold', dataset);
    checkFolds('KFold', this.folds, length, 'examples');
    const order = this.shuffle ? permutationArray(length, this.#rng) : undefined;
    const foldOf = new Int32Array(length);
    for (let place = 0; place < length; place++)
      foldOf[order?.[place] ?? place] = this.#foldAt(place, length);
    return foldsOf(dataset, this.folds, foldOf);
  }

  #foldAt(place: number, length: number): number {
    const size = Math.floor(length / this.folds);
    const larger = length % this.folds; // so many folds have one more
    const cut = larger * (size + 1);
    return place < cut ? Math.floor(place / (size + 1)) : larger + Math.floor((place - cut) / size);
  }
}
