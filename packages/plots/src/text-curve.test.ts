import { describe, expect, it } from 'vitest';
import { errorOf } from './testing/picture.js';
import { textCurve } from './text-curve.js';

describe('textCurve', () => {
  it('draws a falling curve over its epochs', () => {
    expect(textCurve([4, 3, 2, 1], { width: 24, height: 4 })).toBe(
      [
        '4.00 ┼───╮',
        '3.00 ┤   ╰─────╮',
        '2.00 ┤         ╰─────╮',
        '1.00 ┤               ╰──',
        '      1     epoch      4',
      ].join('\n'),
    );
  });

  it('keeps to its width and height, whatever the values', () => {
    const wave = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 80));
    const series = [[0.5], [1, 2], [1e9, 2e9], [-1e-9, 1e-9], wave];
    for (const values of series) {
      for (const [width, height] of [
        [24, 2],
        [40, 5],
        [100, 20],
      ] as const) {
        const lines = textCurve(values, { width, height }).split('\n');
        expect(lines).toHaveLength(height + 1);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      }
    }
  });

  it('averages more values than there are columns', () => {
    const zigzag = Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 0 : 2));
    const [top] = textCurve(zigzag, { width: 40, height: 3 }).split('\n');
    expect(top?.trim()).toMatch(/^[12]\.\d+ [┼┤]/);
  });

  it('draws a flat series through the middle', () => {
    const lines = textCurve([1, 1, 1], { width: 24, height: 5 }).split('\n');
    expect(lines[2]).toMatch(/^1\.00 ┼─+$/);
  });

  it('counts epochs from firstEpoch and names them', () => {
    expect(textCurve([2, 1], { width: 24, firstEpoch: 0, xLabel: 'step' }).split('\n').at(-1)).toMatch(
      /^ +0 +step +1$/,
    );
    expect(textCurve([2], { width: 24 }).split('\n').at(-1)?.trim()).toBe('epoch 1');
  });

  it('refuses an empty series, values that are not finite, and a size without room', () => {
    expect(errorOf(() => textCurve([]))).toBe(
      'RangeError: [textCurve] expected at least one number, got none (values).',
    );
    expect(errorOf(() => textCurve([1, Number.NEGATIVE_INFINITY]))).toBe(
      'RangeError: [textCurve] expected a finite number, got -Infinity (values[1]). ' +
        'Drop what cannot be drawn, or end the series before it.',
    );
    expect(errorOf(() => textCurve(3 as unknown as number[]))).toBe(
      'TypeError: [textCurve] expected an array of numbers, got 3 (values).',
    );
    expect(errorOf(() => textCurve([1], { width: 5 }))).toBe(
      'RangeError: [textCurve] expected width to be an integer of at least 24, got 5.',
    );
    expect(errorOf(() => textCurve([1], { height: 1.5 }))).toBe(
      'RangeError: [textCurve] expected height to be an integer of at least 2, got 1.5.',
    );
  });
});
