import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import { Subset } from '../combining/subset.js';
import type { Dataset } from '../dataset.js';
import { checkDataset } from '../dataset.js';
import { apportion, checkLabels, type Labels, placesOf } from './labels.js';

/** Settings of {@link trainTestSplit}. */
export interface TrainTestSplitOptions {
  /** Share of the examples (with `groups`: of the groups) in the test set, or their number; default 0.25. */
  readonly testSize?: number;
  /** Whether to draw the test set at random, default true; otherwise it is the last examples. */
  readonly shuffle?: boolean;
  /** The class of each example: both sets get every class in the same proportion. */
  readonly stratify?: ArrayLike<number | string>;
  /** The group of each example, such as the patient of a picture: no group is in both sets. */
  readonly groups?: ArrayLike<number | string>;
  /** Random generator, default the one that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
}

const splitOptions: OptionTable<TrainTestSplitOptions> = {
  testSize: 0.25,
  shuffle: true,
  stratify: undefined,
  groups: undefined,
  rng: undefined,
};

/**
 * Splits a data set into a training and a test set: at random, stratified by class, or by group.
 * @returns The training set and the test set; neither copies the examples.
 * @throws {@link ArgumentError} if a part would be empty, as of fewer than two examples, labels are not one for each example,
 * or `stratify` is given with `groups` or without shuffling, or holds a class with one example, or more classes than a part has
 * examples.
 * @example
 * const data = await digits();
 * const [train, test] = trainTestSplit(data, { testSize: 0.2, stratify: data.fields[1].values });
 * [train.length, test.length]; // => [1437, 360]
 */
export function trainTestSplit(
  dataset: Dataset,
  options: TrainTestSplitOptions = {},
): [train: Subset, test: Subset] {
  const { stratify, groups } = checkOptions('trainTestSplit', options, splitOptions);
  checkDataset('trainTestSplit', dataset);
  if (stratify && groups) {
    throw new ArgumentError('trainTestSplit', { expected: 'stratify or groups', received: 'both' });
  }
  const held = stratify
    ? heldOfEachClass(dataset.length, stratify, options)
    : groups
      ? heldGroups(dataset.length, groups, options)
      : undefined;
  if (held) {
    const rest = Array.from({ length: dataset.length }, (_, i) => i).filter((i) => !held.has(i));
    return [new Subset(dataset, shuffled(rest, options)), new Subset(dataset, shuffled([...held], options))];
  }
  const all = shuffled(
    Array.from({ length: dataset.length }, (_, i) => i),
    options,
  );
  const cut = dataset.length - heldCount(dataset.length, 'examples', options);
  return [new Subset(dataset, all.subarray(0, cut)), new Subset(dataset, all.subarray(cut))];
}

function heldCount(of: number, what: string, { testSize = 0.25 }: TrainTestSplitOptions): number {
  if (of < 2) throw new ArgumentError('trainTestSplit', { expected: `at least two ${what}`, received: of });
  const held = testSize < 1 ? Math.ceil(of * testSize) : testSize;
  if (Number.isInteger(held) && held >= 1 && held < of) return held;
  throw new ArgumentError('trainTestSplit', {
    expected: `testSize to be a share between 0 and 1, or a number of ${what} below ${of}`,
    received: testSize,
  });
}

function heldOfEachClass(examples: number, classes: Labels, options: TrainTestSplitOptions): Set<number> {
  checkLabels('trainTestSplit', 'one class', classes, examples);
  const held = heldCount(examples, 'examples', options);
  const places = placesOf(classes);
  const refuse = (expected: string, received: unknown): never => {
    throw new ArgumentError('trainTestSplit', { expected, received });
  };
  if (options.shuffle === false) refuse('stratify with shuffle', 'shuffle: false');
  const single = places.find((of) => of.length < 2);
  if (single) refuse('at least two examples of each class', `one of class ${classes[single[0]!]}`);
  const smaller = Math.min(held, examples - held);
  if (smaller < places.length) {
    refuse(`at least ${places.length} examples in each part, one for each class`, smaller);
  }
  const shares = apportion(
    held,
    places.map((of) => of.length),
  );
  return new Set(places.flatMap((of, i) => Array.from(shuffled(of, options).subarray(0, shares[i]!))));
}

function heldGroups(examples: number, groups: Labels, options: TrainTestSplitOptions): Set<number> {
  checkLabels('trainTestSplit', 'one group', groups, examples);
  const places = placesOf(groups);
  const held = heldCount(places.length, 'groups', options);
  const order = shuffled(
    places.map((_, i) => i),
    options,
  );
  return new Set(Array.from(order.subarray(places.length - held)).flatMap((i) => places[i]!));
}

function shuffled(places: readonly number[], { shuffle = true, rng }: TrainTestSplitOptions): Int32Array {
  if (!shuffle) return Int32Array.from(places);
  return permutationArray(places.length, rng).map((place) => places[place]!);
}
