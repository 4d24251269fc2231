import { Generator } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import type { Subset } from '../combining/subset.js';
import { counting } from '../testing/noisy-dataset.js';
import type { Fold } from './folds.js';
import { GroupKFold } from './group-k-fold.js';
import { KFold } from './k-fold.js';
import { randomSplit } from './random-split.js';
import { trainTestSplit } from './split.js';
import { StratifiedKFold } from './stratified-k-fold.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sorted = (...parts: Subset[]): number[] =>
  parts.flatMap(({ indices }) => Array.from(indices)).sort((a, b) => a - b);

/** Counts of each label in a part. */
const countsIn = (part: Subset, labels: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const i of sorted(part)) counts[labels[i]!] = (counts[labels[i]!] ?? 0) + 1;
  return counts;
};

/** 50 of a, 30 of b, 20 of c, mixed. */
const classes = upTo(100).map((i) => (i % 10 < 5 ? 'a' : i % 10 < 8 ? 'b' : 'c'));
/** Groups of 1 to 9 examples. */
const groups = upTo(45).map((i) => `group ${Math.floor((Math.sqrt(8 * i + 1) - 1) / 2)}`);

describe('trainTestSplit', () => {
  it('keeps the proportion of classes on both sides', () => {
    const [train, test] = trainTestSplit(counting(100), {
      testSize: 0.3,
      stratify: classes,
      rng: new Generator(1),
    });
    expect(sorted(train, test)).toEqual(upTo(100));
    expect(countsIn(test, classes)).toEqual({ a: 15, b: 9, c: 6 });
    expect(Array.from(test.indices)).not.toEqual(sorted(test)); // not class by class
    const [, uneven] = trainTestSplit(counting(100), { testSize: 7, stratify: classes });
    expect(uneven.length).toBe(7);
    const { a = 0, b = 0, c = 0 } = countsIn(uneven, classes);
    for (const [count, share] of [
      [a, 3.5],
      [b, 2.1],
      [c, 1.4],
    ] as const)
      expect(Math.abs(count - share)).toBeLessThan(1);
  });

  it('keeps a group on one side', () => {
    for (const seed of [1, 2, 3]) {
      const [train, test] = trainTestSplit(counting(45), { testSize: 3, groups, rng: new Generator(seed) });
      expect(sorted(train, test)).toEqual(upTo(45));
      const [left, right] = [countsIn(train, groups), countsIn(test, groups)];
      expect(Object.keys(right).length).toBe(3);
      expect(Object.keys(left).filter((group) => group in right)).toEqual([]);
    }
  });

  it('refuses what can not be', () => {
    const data = counting(4);
    const split = (options: Parameters<typeof trainTestSplit>[1]) => () => trainTestSplit(data, options);
    expect(split({ stratify: [0, 0], groups: [0, 1] })).toThrow('expected stratify or groups, got both.');
    expect(split({ stratify: [0, 1] })).toThrow(
      '[trainTestSplit] expected one class for each of 4 examples, got 2.',
    );
    expect(split({ stratify: [0, 0, 0, 1] })).toThrow(
      'expected at least two examples of each class, got one of class 1.',
    );
    expect(split({ stratify: [0, 1, 0, 1], testSize: 1 })).toThrow(
      'expected at least 2 examples in each part, one for each class, got 1.',
    );
    expect(split({ stratify: [0, 1, 0, 1], shuffle: false })).toThrow(
      'expected stratify with shuffle, got shuffle: false.',
    );
    expect(split({ groups: [0, 0, 1, 1], testSize: 2 })).toThrow(
      'expected testSize to be a share between 0 and 1, or a number of groups below 2, got 2.',
    );
  });
});

describe('randomSplit', () => {
  it('gives each example to one part, by numbers or shares', () => {
    const parts = randomSplit(counting(10), [0.5, 0.25, 0.25], { rng: new Generator(2) });
    expect(parts.map(({ length }) => length)).toEqual([5, 3, 2]);
    expect(sorted(...parts)).toEqual(upTo(10));
    expect(randomSplit(counting(10), [10, 0]).map(({ length }) => length)).toEqual([10, 0]);
    expect(randomSplit(counting(1), [1]).map(({ length }) => length)).toEqual([1]);
    const again = randomSplit(counting(10), [0.5, 0.25, 0.25], { rng: new Generator(2) });
    expect(again.map(({ indices }) => indices)).toEqual(parts.map(({ indices }) => indices));
    expect(() => randomSplit(counting(10), [5, 4])).toThrow(
      '[randomSplit] expected numbers that sum to 10, or shares that sum to 1, got [5, 4].',
    );
  });
});

describe('folds', () => {
  const splits: Record<string, (shuffle: boolean, seed: number) => Iterable<Fold>> = {
    KFold: (shuffle, seed) => new KFold(4, { shuffle, rng: new Generator(seed) }).split(counting(45)),
    StratifiedKFold: (shuffle, seed) =>
      new StratifiedKFold(4, { shuffle, rng: new Generator(seed) }).split(counting(45), classes.slice(0, 45)),
    GroupKFold: (shuffle, seed) =>
      new GroupKFold(4, { shuffle, rng: new Generator(seed) }).split(counting(45), groups),
  };
  const tests = (folds: Iterable<Fold>): number[][] => Array.from(folds, ([, test]) => sorted(test));

  it.each(Object.entries(splits))(
    'of %s: each example is tested on once and learned from otherwise',
    (_, split) => {
      for (const shuffle of [false, true]) {
        const folds = [...split(shuffle, 1)];
        expect(folds.length).toBe(4);
        for (const [train, test] of folds) expect(sorted(train, test)).toEqual(upTo(45));
        expect(sorted(...folds.map(([, test]) => test))).toEqual(upTo(45));
      }
      expect(tests(split(true, 1))).toEqual(tests(split(true, 1)));
      expect(tests(split(true, 1))).not.toEqual(tests(split(true, 2)));
    },
  );

  it('may be gone through again, by each setting that is tried', () => {
    const folds = new KFold(3, { shuffle: true }).split(counting(9));
    expect(tests(folds)).toEqual(tests(folds));
    expect(folds.length).toBe(3);
  });

  it('of KFold follow each other, the first ones one larger', () => {
    expect(tests(new KFold(3).split(counting(8)))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
  });

  it('of StratifiedKFold have classes and sizes that differ by at most one', () => {
    const labels = upTo(47).map((i) => (i % 3 === 0 ? 'a' : i % 5 === 0 ? 'b' : 'c'));
    for (const shuffle of [false, true]) {
      const folds = [
        ...new StratifiedKFold(5, { shuffle, rng: new Generator(3) }).split(counting(47), labels),
      ];
      for (const name of ['a', 'b', 'c']) {
        const counts = folds.map(([, test]) => countsIn(test, labels)[name] ?? 0);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
      const sizes = folds.map(([, test]) => test.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it('of GroupKFold never have a group on both sides, and are about even', () => {
    for (const shuffle of [false, true]) {
      for (const [train, test] of splits.GroupKFold!(shuffle, 5)) {
        const held = countsIn(test, groups);
        expect(Object.keys(countsIn(train, groups)).filter((group) => group in held)).toEqual([]);
      }
    }
    expect(tests(splits.GroupKFold!(false, 0)).map(({ length }) => length)).toEqual([12, 11, 11, 11]);
  });

  it('are refused where there are too few', () => {
    expect(() => new KFold(1)).toThrow('[KFold] expected an integer of folds of at least 2, got 1.');
    expect(() => new KFold(5).split(counting(4))).toThrow(
      '[KFold] expected 2 to 4 folds, as there are 4 examples, got 5.',
    );
    expect(() => new StratifiedKFold(3).split(counting(4), [0, 0, 1, 1])).toThrow(
      '[StratifiedKFold] expected 2 to 2 folds, as there are 2 examples of a class, got 3.',
    );
    expect(() => new GroupKFold(3).split(counting(4), [0, 0, 1, 1])).toThrow(
      '[GroupKFold] expected 2 to 2 folds, as there are 2 groups, got 3.',
    );
    expect(() => new GroupKFold(2).split(counting(4), [0])).toThrow(
      '[GroupKFold] expected one group for each of 4 examples, got 1.',
    );
  });
});
