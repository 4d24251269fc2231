import { describe, expect, it } from 'vitest';
import { plotConfusionMatrix } from './confusion-matrix.js';
import { describePicture, errorOf, parsePicture, textsOf, tooltipsOf } from './testing/picture.js';

const matrix = [
  [8, 2, 0],
  [1, 9, 0],
  [0, 0, 5],
];

describePicture('plotConfusionMatrix', (title) =>
  plotConfusionMatrix(matrix, { title, labels: ['cat', 'dog', 'owl'] }),
);

describe('plotConfusionMatrix', () => {
  it('prints every count, the labels on both axes, and how many are right', () => {
    const texts = textsOf(plotConfusionMatrix(matrix, { labels: ['cat', 'dog', 'owl'] }));
    expect(texts.filter((text) => /^\d+$/.test(text)).sort()).toEqual([
      '0',
      '0',
      '0',
      '0',
      '1',
      '2',
      '5',
      '8',
      '9',
    ]);
    for (const label of ['cat', 'dog', 'owl']) expect(texts.filter((text) => text === label)).toHaveLength(2);
    expect(texts).toEqual(expect.arrayContaining(['predicted', 'true']));
    expect(texts[1]).toBe('22 of 25 right (88.0 %); shade: share of the true class');
  });

  it('shades a cell by its share of the row', () => {
    const cells = [
      ...parsePicture(
        plotConfusionMatrix([
          [75, 25],
          [0, 4],
        ]),
      ).querySelectorAll('[fill-opacity]'),
    ];
    expect(cells.map((cell) => Number(cell.getAttribute('fill-opacity')))).toEqual([Math.sqrt(0.75), 0.5, 1]);
  });

  it('tells the whole of a cell when pointed at', () => {
    expect(tooltipsOf(plotConfusionMatrix(matrix, { labels: ['cat', 'dog', 'owl'] }), 'cell')[1]).toBe(
      'true cat, predicted dog: 2 (20.0 % of true cat)',
    );
  });

  it('names the most frequent mistakes for a screen reader', () => {
    const description = (rows: number[][]) =>
      parsePicture(plotConfusionMatrix(rows)).querySelector('desc')?.textContent;
    expect(description(matrix)).toBe(
      '3 classes, 22 of 25 right (88.0 %). Most frequent mistakes: 0 as 1 (2), 1 as 0 (1).',
    );
    expect(
      description([
        [1, 0],
        [0, 1],
      ]),
    ).toBe('2 classes, 2 of 2 right (100.0 %). No mistakes.');
  });

  it('draws a class that never came, and nothing counted at all', () => {
    expect(
      plotConfusionMatrix([
        [0, 0],
        [0, 3],
      ]),
    ).not.toContain('NaN');
    expect(textsOf(plotConfusionMatrix([[0]]))[1]).toBe('nothing counted; shade: share of the true class');
  });

  it('keeps two classes of the same name apart', () => {
    const texts = textsOf(
      plotConfusionMatrix(
        [
          [1, 2],
          [3, 4],
        ],
        { labels: ['same', 'same'] },
      ),
    );
    expect(texts.filter((text) => text === 'same')).toHaveLength(4);
    expect(texts).toEqual(expect.arrayContaining(['1', '2', '3', '4']));
  });

  it('cuts long labels, turns them upright, and keeps them whole in the tooltips', () => {
    const long = 'a class with a name that has no end to it';
    const svg = plotConfusionMatrix(
      [
        [1, 0],
        [0, 1],
      ],
      { labels: [long, 'b'] },
    );
    expect(textsOf(svg).filter((text) => text.endsWith('…'))).toHaveLength(2);
    expect(svg).toContain('rotate(-90)');
    expect(tooltipsOf(svg, 'cell')[0]).toContain(long);
  });

  it('leaves numbers out where cells are too small for them', () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 60 }, (_, j) => (i === j ? 90_000 : 0)),
    );
    expect(textsOf(plotConfusionMatrix(rows))).not.toContain('90000');
  });
});

describe('plotConfusionMatrix refuses', () => {
  const bad = (rows: unknown, options = {}) =>
    errorOf(() => plotConfusionMatrix(rows as number[][], options));

  it('what is not a square of counts', () => {
    expect(bad('1 2')).toBe('TypeError: [plotConfusionMatrix] expected an array of rows, got 1 2 (matrix).');
    expect(bad([])).toBe('RangeError: [plotConfusionMatrix] expected at least one class, got none (matrix).');
    expect(bad([1, 2])).toBe(
      'TypeError: [plotConfusionMatrix] expected an array of numbers, got 1 (matrix[0]).',
    );
    expect(bad([[1, 2], [3]])).toBe(
      'RangeError: [plotConfusionMatrix] expected 2 counts per row, got 1 (matrix[1], matrix has 2 rows). ' +
        'Rows are true classes, columns predicted ones, and both are all classes.',
    );
  });

  it('counts that cannot be', () => {
    expect(
      bad([
        [1, -2],
        [0, 1],
      ]),
    ).toBe('RangeError: [plotConfusionMatrix] expected counts ≥ 0, got -2 (matrix[0][1]).');
    expect(
      bad([
        [1, Number.POSITIVE_INFINITY],
        [0, 1],
      ]),
    ).toBe(
      'RangeError: [plotConfusionMatrix] expected a finite number, got Infinity (matrix[0][1]). ' +
        'Drop what cannot be drawn, or end the series before it.',
    );
  });

  it('labels that are not one per class', () => {
    expect(bad(matrix, { labels: ['cat', 'dog'] })).toBe(
      'RangeError: [plotConfusionMatrix] expected 3 labels, got 2 (matrix has 3 classes). ' +
        'Pass one label per class, in the order of the rows.',
    );
  });
});
