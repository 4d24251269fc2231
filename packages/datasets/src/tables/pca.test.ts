import { expect, it } from 'vitest';
import { PCA, type PCAOptions } from '../index.js';

const cloud = (length: number): number[][] => Array.from({ length }, (_, i) => [i, 2 * i + Math.sin(i), 3]);

it('finds the line that points lie along, and leaves what is constant', () => {
  const pca = new PCA().fit(cloud(50));
  const { components, explainedVarianceRatio, mean } = pca.stateDict();
  expect(mean[2]).toBe(3);
  expect(explainedVarianceRatio[0]).toBeGreaterThan(0.999);
  expect(explainedVarianceRatio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(components[0]![1]! / components[0]![0]!).toBeCloseTo(2, 2);
  expect(components[2]).toEqual([0, 0, 1]);
  expect(pca.featureNames).toEqual(['pca0', 'pca1', 'pca2']);
});

it('has no variance where all rows are equal, whitened or not', () => {
  const pca = new PCA({ whiten: true }).fit([
    [1, 2],
    [1, 2],
  ]);
  expect(pca.stateDict().explainedVarianceRatio).toEqual([0, 0]);
  expect(Array.from(pca.transform([[1, 2]]).values)).toEqual([0, 0]);
});

it.each<[string, PCAOptions, number[][], string]>([
  ['no component', { components: 0 }, [], 'components to be an integer of at least 1, got 0'],
  [
    'more than there are columns',
    { components: 3 },
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    'at most 2 components, the lesser number of columns and examples, got 3',
  ],
  ['one example', {}, [[1, 2]], 'two examples or more, got 1'],
  [
    'a missing value',
    {},
    [
      [1, 2],
      [Number.NaN, 4],
    ],
    'no missing values in column "x0", got one in row 1. Fill them with SimpleImputer first.',
  ],
  ['an unknown option', { nComponents: 2 } as never, [], 'Did you mean components?'],
])('refuses %s', (_, options, rows, message) => {
  expect(() => new PCA(options).fit(rows)).toThrow(message);
});

it('refuses states and tables that do not fit', () => {
  const pca = new PCA({ components: 1 }).fit(cloud(9));
  expect(() => pca.inverseTransform([[1, 2]])).toThrow('expected 1 columns, one for each component, got 2');
  const state = pca.stateDict();
  for (const wrong of [
    { ...state, mean: [1] },
    { ...state, components: [] },
    { ...state, components: [[1, 2]] },
    { ...state, explainedVariance: 'much' },
    { ...state, explainedVariance: [] },
  ])
    expect(() => new PCA().loadStateDict(wrong)).toThrow('[PCA.loadStateDict]');
});
