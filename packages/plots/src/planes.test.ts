import { describe, expect, it } from 'vitest';
import { plotCurves } from './curves.js';
import { plotDecisionBoundary } from './decision-boundary.js';
import { plotHistogram } from './histogram.js';
import { plotScatter } from './scatter.js';
import { describePicture, errorOf, parsePicture, textsOf, tooltipsOf } from './testing/picture.js';

const square = { xRange: [0, 1], yRange: [0, 1] } as const;
const field = [
  [0.1, 0.2, 0.9],
  [0.2, 0.6, 0.9],
];

describePicture('plotScatter', (title) => plotScatter([[0, 1], [2, 3]], { title, classes: [0, 1], labels: ['a', 'b'] })); // biome-ignore format: one line
describePicture('plotCurves', (title) => plotCurves({ roc: { x: [0, 0.2, 1], y: [0, 0.9, 1] } }, { title }));
describePicture('plotHistogram', (title) => plotHistogram([1, 2, 2, 3], { title, bins: 3 }));
describePicture('plotDecisionBoundary', (title) => plotDecisionBoundary(field, { ...square, title }));

describe('plotScatter', () => {
  it('names points and classes, each class with a sign of its own', () => {
    const points = Array.from({ length: 10 }, (_, i) => [i, i * i]);
    const classes = points.map((_, i) => i);
    const svg = plotScatter(points, { classes });
    expect(tooltipsOf(svg, 'dot').slice(0, 2)).toEqual(['0: 0, 0', '1: 1, 1']);
    expect(textsOf(svg)).toContain('9');
    const signs = [...parsePicture(svg).querySelectorAll('[aria-label="dot"] path')].map(
      (path) => `${path.getAttribute('d')} ${path.parentElement?.getAttribute('fill')}`,
    );
    expect(new Set(signs).size).toBeGreaterThan(7);
  });

  it('refuses what it cannot place', () => {
    expect(errorOf(() => plotScatter([]))).toBe(
      'RangeError: [plotScatter] expected at least one point, got none.',
    );
    expect(errorOf(() => plotScatter([[1, 2, 3]]))).toBe(
      'RangeError: [plotScatter] expected points [x, y], got 3 (points[0]). Take two columns, or reduce the points to two dimensions.',
    );
    expect(errorOf(() => plotScatter([[1, 2]], { classes: [0, 1] }))).toBe(
      'RangeError: [plotScatter] expected 1 classes, one per point, got 2.',
    );
    expect(errorOf(() => plotScatter([[1, 2]], { classes: [2], labels: ['a'] }))).toBe(
      'RangeError: [plotScatter] expected 3 labels, one per class, got 1.',
    );
  });
});

describe('plotCurves', () => {
  it('draws the line of chance when asked', () => {
    const links = (svg: string): number => parsePicture(svg).querySelectorAll('[aria-label="link"]').length;
    const series = { model: { x: [0, 1], y: [0, 1] } };
    expect(links(plotCurves(series, { diagonal: true }))).toBe(links(plotCurves(series)) + 1);
  });

  it('refuses curves without a y for each x', () => {
    expect(errorOf(() => plotCurves({ a: { x: [0, 1], y: [0] } }))).toBe(
      'RangeError: [plotCurves] expected 2 values, one for each x, got 1 (a.y).',
    );
    expect(errorOf(() => plotCurves({}))).toBe(
      'RangeError: [plotCurves] expected at least one curve, got none.',
    );
  });
});

describe('plotHistogram', () => {
  it('counts values in bins of equal width', () => {
    expect(tooltipsOf(plotHistogram([0, 1, 1, 4], { bins: 4 }), 'rect')).toEqual([
      'from 0 to 1: 1',
      'from 1 to 2: 2',
      'from 2 to 3: 0',
      'from 3 to 4: 1',
    ]);
    expect(tooltipsOf(plotHistogram([5, 5], { bins: 1 }), 'rect')).toEqual(['from 4.5 to 5.5: 2']);
  });

  it('takes counts that are binned, and refuses those that do not fit', () => {
    expect(tooltipsOf(plotHistogram({ counts: [2, 3], edges: [0, 1, 10] }), 'rect')).toEqual([
      'from 0 to 1: 2',
      'from 1 to 10: 3',
    ]);
    expect(errorOf(() => plotHistogram({ counts: [2, 3], edges: [0, 1] }))).toBe(
      'RangeError: [plotHistogram] expected counts ≥ 0 between ascending edges, one edge more than counts, got 2 counts and 2 edges.',
    );
  });
});

describe('plotDecisionBoundary', () => {
  it('joins neighbours of one colour, and puts points above', () => {
    const flat = Array.from({ length: 50 }, () => Array.from({ length: 50 }, (_, i) => (i < 25 ? 0 : 1)));
    const svg = plotDecisionBoundary(flat, {
      ...square,
      points: [[0.1, 0.2]],
      classes: [1],
      labels: ['no', 'yes'],
    });
    expect(parsePicture(svg).querySelectorAll('[aria-label="rect"] rect').length).toBe(100);
    expect(tooltipsOf(svg, 'dot')).toEqual(['yes: 0.1, 0.2']);
    expect(parsePicture(svg).querySelector('desc')?.textContent).toBe(
      'Share of the plane: no 50 %, yes 50 %. 1 points.',
    );
  });

  it('takes class numbers, and refuses what is neither', () => {
    const svg = plotDecisionBoundary([[0, 1, 2]], { ...square, field: 'class', labels: ['a', 'b', 'c'] });
    expect(parsePicture(svg).querySelector('desc')?.textContent).toBe(
      'Share of the plane: a 33 %, b 33 %, c 33 %. 0 points.',
    );
    expect(errorOf(() => plotDecisionBoundary([[0, 2]], square))).toBe(
      "RangeError: [plotDecisionBoundary] expected probabilities from 0 to 1, got 2 (field[0][1]). Set { field: 'class' } or { field: 'probability' } to match the values.",
    );
    expect(errorOf(() => plotDecisionBoundary([[0]], { ...square, xRange: [1, 1] }))).toBe(
      'RangeError: [plotDecisionBoundary] expected a range [low, high] with low < high, got [1, 1] (xRange).',
    );
  });
});
