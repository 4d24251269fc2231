import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Linear, Sequential } from '@neurona/layers';
import { tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { accuracy, ClassificationReport, classificationReport, confusionMatrix } from '../index.js';

beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});

// scikit-learn 1.2: classification_report(actual, predicted, zero_division=0)
const actual = [0, 1, 2, 2, 2, 0, 1, 3];
const predicted = [0, 2, 2, 2, 1, 0, 1, 0];

describe('ClassificationReport', () => {
  const report = new ClassificationReport(confusionMatrix(predicted, actual, 4), [
    'ant',
    'bee',
    'cat',
    'dog',
  ]);

  it("has scikit-learn's numbers", () => {
    const rounded = report.classes.map(({ precision, recall, f1, support }) => [
      precision.toFixed(4),
      recall.toFixed(4),
      f1.toFixed(4),
      support,
    ]);
    expect(rounded).toEqual([
      ['0.6667', '1.0000', '0.8000', 2],
      ['0.5000', '0.5000', '0.5000', 2],
      ['0.6667', '0.6667', '0.6667', 3],
      ['0.0000', '0.0000', '0.0000', 1],
    ]);
    expect(report.accuracy).toBe(0.625);
    expect(report.macroAverage.f1).toBeCloseTo((0.8 + 0.5 + 2 / 3 + 0) / 4, 12);
    expect(report.weightedAverage.precision).toBeCloseTo((2 * (2 / 3) + 2 * 0.5 + 3 * (2 / 3)) / 8, 12);
  });

  it('prints a table', () => {
    expect(String(report).split('\n')).toEqual([
      '              precision     recall   f1-score    support',
      '',
      '         ant      0.667      1.000      0.800          2',
      '         bee      0.500      0.500      0.500          2',
      '         cat      0.667      0.667      0.667          3',
      '         dog      0.000      0.000      0.000          1',
      '',
      '    accuracy                            0.625          8',
      '   macro avg      0.458      0.542      0.492          8',
      'weighted avg      0.542      0.625      0.575          8',
    ]);
  });
});

describe('classificationReport', () => {
  it('asks the model for the largest score of each example', async () => {
    const model = new Sequential(new Linear(2, 2, { bias: false }));
    model.parameters()[0]!.set([
      [1, 0],
      [0, 1],
    ]);
    const inputs = Float32Array.of(2, 1, 0, 1, 5, 3);
    const data = new ArrayDataset([hostArray(inputs, [3, 2]), hostArray(Int32Array.of(0, 0, 1))], {
      classNames: ['left', 'right'],
    });
    const report = await classificationReport(model, data);
    expect(report.confusion).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(report.classNames).toEqual(['left', 'right']);
  });

  it('loads each example once, a batch at a time, as the loader gives them', async () => {
    const loaded: number[] = [];
    const data = {
      length: 7,
      classNames: ['even', 'odd'],
      get(index: number) {
        loaded.push(index);
        return [hostArray([index % 2, 1 - (index % 2)]), hostArray(Int32Array.of(1 - (index % 2)), [])];
      },
    };
    const model = new Sequential(new Linear(2, 2, { bias: false }));
    model.parameters()[0]!.set([
      [1, 0],
      [0, 1],
    ]);
    const before = liveMemory();
    const loader = new DataLoader(data, { batchSize: 2, shuffle: true, seed: 1 });
    const report = await classificationReport(model, loader);
    expect(report.confusion).toEqual([
      [3, 0],
      [0, 4],
    ]);
    expect(report.classNames).toEqual(['even', 'odd']);
    expect(loaded.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(liveMemory()).toEqual(before);
    model.dispose();
  });
});

it.each([
  [['a'], '2 names of classes, got 1. Pass one for each row, in their order.'],
  [['a', 'b', 'c'], '2 names of classes, got 3. Pass one for each row, in their order.'],
  ['ab', 'names of classes, got ab.'],
  [[1, 2], 'names of classes, got [1, 2].'],
])('refuses names that do not fit: %j', (names, message) => {
  expect(
    () =>
      new ClassificationReport(
        [
          [1, 0],
          [0, 1],
        ],
        names as never,
      ),
  ).toThrow(`[ClassificationReport] expected ${message}`);
});

describe('confusionMatrix', () => {
  it('names what does not fit', () => {
    expect(() => confusionMatrix([0], [0, 1], 2)).toThrow(
      '[confusionMatrix] expected as many predictions as true classes, got 1 and 2.',
    );
    expect(() => confusionMatrix([2], [0], 2)).toThrow(
      '[confusionMatrix] expected classes from 0 to 1, got 2 (example 0).',
    );
  });
});

describe('accuracy', () => {
  it('is the share that is right', async () => {
    const outputs = tensor([
      [1, 0],
      [0, 1],
      [3, 2],
      [0, 5],
    ]);
    expect(await accuracy(outputs, tensor([0, 1, 1, 1], { dtype: 'int32' })).item()).toBe(0.75);
  });

  it('names what does not fit', () => {
    expect(() => accuracy(tensor([1, 2]), tensor([0], { dtype: 'int32' }))).toThrow(
      '[accuracy] expected outputs [N, ..., C] and targets [N, ...], got [2] and [1].',
    );
  });
});
