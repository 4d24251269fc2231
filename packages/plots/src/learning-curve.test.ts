import { describe, expect, it } from 'vitest';
import { type LearningHistory, plotLearningCurve } from './learning-curve.js';
import { describePicture, errorOf, parsePicture, textsOf, tooltipsOf } from './testing/picture.js';

const history: LearningHistory = {
  loss: { train: { mean: [2.3, 0.9, 0.4], std: [0.2, 0.1, 0] }, validation: Float32Array.of(2.25, 1, 0.5) },
  accuracy: { train: [0.2, 0.7, 0.9] },
};

describePicture('plotLearningCurve', (title) => plotLearningCurve(history, { title }));

describe('plotLearningCurve', () => {
  it('draws one panel a metric with a line a series, and a band where there is a spread', () => {
    const root = parsePicture(plotLearningCurve(history));
    expect(root.querySelectorAll('[aria-label="line"]').length).toBe(3);
    expect(root.querySelectorAll('[aria-label="area"]').length).toBe(1);
    expect(root.querySelectorAll('[aria-label="dot"] circle').length).toBe(9);
    expect(root.querySelectorAll('[aria-label="y-axis tick label"]').length).toBe(2);
  });

  it('names metrics, series with their last value, and the epochs', () => {
    const texts = textsOf(plotLearningCurve(history, { subtitle: 'seed 1' }));
    expect(texts.slice(0, 2)).toEqual(['Learning curve', 'seed 1']);
    expect(texts).toEqual(
      expect.arrayContaining(['loss', 'accuracy', 'train 0.4', 'validation 0.5', 'train 0.9']),
    );
    expect(texts).toEqual(expect.arrayContaining(['1', '2', '3']));
  });

  it('describes the curves in words', () => {
    const description = parsePicture(
      plotLearningCurve({ loss: { train: [2, 0.5] }, accuracy: { test: [0.9] } }),
    );
    expect(description.querySelector('desc')?.textContent).toBe(
      'loss: train from 2 at epoch 1 to 0.5 at epoch 2. accuracy: test 0.9 at epoch 1.',
    );
  });

  it('gives a series of the same name the same colour in every panel', () => {
    const root = parsePicture(plotLearningCurve({ loss: { a: [1, 2], b: [1, 2] }, accuracy: { b: [1, 2] } }));
    const strokes = [...root.querySelectorAll('[aria-label="line"]')].map((line) =>
      line.getAttribute('stroke'),
    );
    expect(strokes[1]).toBe(strokes[2]);
    expect(strokes[0]).not.toBe(strokes[1]);
  });

  it('places values at their own epochs', () => {
    const svg = plotLearningCurve({ loss: { validation: { mean: [3, 2], epochs: [5, 10] } } });
    expect(tooltipsOf(svg, 'dot')).toEqual(['validation, epoch 5: 3', 'validation, epoch 10: 2']);
  });

  it('counts epochs from firstEpoch and labels the axis', () => {
    const svg = plotLearningCurve({ loss: { train: [3, 2] } }, { firstEpoch: 0, xLabel: 'step' });
    expect(tooltipsOf(svg, 'dot')).toEqual(['train, step 0: 3', 'train, step 1: 2']);
    expect(textsOf(svg)).toContain('step');
  });

  it('draws a single epoch and a flat series', () => {
    for (const values of [[0.5], [0, 0, 0], [-2, -2]]) {
      expect(plotLearningCurve({ loss: { train: values } })).not.toMatch(/NaN|Infinity/);
    }
  });

  it('shows only the last dot of a long series', () => {
    const root = parsePicture(
      plotLearningCurve({ loss: { train: Array.from({ length: 100 }, (_, i) => 1 / (i + 1)) } }),
    );
    expect(root.querySelectorAll('[aria-label="dot"] circle').length).toBe(1);
  });

  it('draws a metric on a logarithmic axis', () => {
    const texts = textsOf(plotLearningCurve({ loss: { train: [1, 0.1, 0.001] } }, { logScale: ['loss'] }));
    expect(texts).toEqual(expect.arrayContaining(['0.001', '0.01', '0.1']));
  });

  it('puts panels side by side and wraps a legend that is too long for one line', () => {
    const names = Array.from({ length: 9 }, (_, i) => [`a long series name ${i}`, [1, 2]]);
    const svg = plotLearningCurve(
      { loss: Object.fromEntries(names), accuracy: { train: [1] } },
      { columns: 2, width: 300 },
    );
    const root = parsePicture(svg);
    expect(Number(root.getAttribute('width'))).toBe(2 * 300 + 14 + 32);
    expect(textsOf(svg)).toContain('a long series name 8 2');
  });
});

describe('plotLearningCurve refuses', () => {
  const bad = (value: unknown, options = {}) =>
    errorOf(() => plotLearningCurve(value as LearningHistory, options));

  it('what is not a history', () => {
    expect(bad([1, 2])).toBe(
      'TypeError: [plotLearningCurve] expected an object that maps metric names to series, got [1, 2].',
    );
    expect(bad({})).toBe('RangeError: [plotLearningCurve] expected at least one metric, got none.');
    expect(bad({ loss: {} })).toBe(
      'RangeError: [plotLearningCurve] expected at least one series, got none (loss).',
    );
    expect(bad({ loss: [1, 2] })).toBe(
      'TypeError: [plotLearningCurve] expected an object that maps names to series, got [1, 2] (loss). ' +
        'Give each series a name: { loss: { train: [0.9, 0.4] } }.',
    );
    expect(bad({ loss: { train: 'falling' } })).toBe(
      'TypeError: [plotLearningCurve] expected an array of numbers, got falling (loss.train).',
    );
  });

  it('an empty series and values that cannot be drawn', () => {
    expect(bad({ loss: { train: [] } })).toBe(
      'RangeError: [plotLearningCurve] expected at least one number, got none (loss.train).',
    );
    expect(bad({ loss: { train: [1, Number.NaN] } })).toBe(
      'RangeError: [plotLearningCurve] expected a finite number, got NaN (loss.train[1]). ' +
        'Drop what cannot be drawn, or end the series before it.',
    );
    expect(bad({ loss: { train: [1, null] } })).toBe(
      'TypeError: [plotLearningCurve] expected a number, got null (loss.train[1]).',
    );
  });

  it('a spread or epochs that do not fit', () => {
    expect(bad({ loss: { train: { mean: [1, 2], std: [0.1] } } })).toBe(
      'RangeError: [plotLearningCurve] expected 2 values, got 1 (loss.train.std).',
    );
    expect(bad({ loss: { train: { mean: [1, 2], std: [0.1, -1] } } })).toBe(
      'RangeError: [plotLearningCurve] expected std ≥ 0, got -1 (loss.train.std[1]).',
    );
    expect(bad({ loss: { train: { mean: [1, 2], epochs: [2, 2] } } })).toBe(
      'RangeError: [plotLearningCurve] expected ascending epochs, got 2 (loss.train.epochs[1]).',
    );
  });

  it('a logarithmic axis for zero, or for a metric that is not there', () => {
    expect(bad({ loss: { train: [1, 0] } }, { logScale: ['loss'] })).toBe(
      'RangeError: [plotLearningCurve] expected values above 0, got 0 (loss.train). ' +
        'A logarithmic axis has no place for it; leave the metric out of logScale.',
    );
    expect(bad({ loss: { train: [1] } }, { logScale: ['lost'] })).toBe(
      'RangeError: [plotLearningCurve] expected logScale to name one of loss, got lost.',
    );
  });

  it('sizes that leave no room', () => {
    expect(bad({ loss: { train: [1] } }, { width: 10 })).toBe(
      'RangeError: [plotLearningCurve] expected width to be an integer of at least 160, got 10.',
    );
  });

  it('takes a value a step of a long training', () => {
    const long = Float32Array.from({ length: 300_000 }, (_, i) => 1 / (i + 1));
    expect(plotLearningCurve({ loss: { train: long } })).toContain('train 0.000003333');
  });
});
