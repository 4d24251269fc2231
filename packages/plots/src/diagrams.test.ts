import { describe, expect, it } from 'vitest';
import { plotFeatureMaps, plotFilters } from './feature-maps.js';
import { plotGraph } from './graph-diagram.js';
import { plotHeatmap } from './heatmap.js';
import { plotNetwork } from './network-diagram.js';
import { trainingReport } from './report.js';
import { describePicture, errorOf, parsePicture, textsOf, tooltipsOf } from './testing/picture.js';

const graph = {
  nodes: [
    { id: 'x', label: 'x', detail: '[2]', kind: 'value' as const },
    { id: 1, label: 'mul' },
    { id: 2, label: 'add' },
  ],
  edges: [
    { from: 'x', to: 1 },
    { from: 'x', to: 2, label: 'skip' },
    { from: 1, to: 2 },
  ],
};

describePicture('plotHeatmap', (title) => plotHeatmap([[0.5, -1], [0, 2]], { title, rows: ['a', 'b'], xLabel: 'keys' })); // biome-ignore format: one line
describePicture('plotNetwork', (title) => plotNetwork([2, 3, 1], { title }));
describePicture('plotGraph', (title) => plotGraph(graph, { title }));
describePicture('plotFeatureMaps', (title) =>
  plotFeatureMaps({ data: [1, -1, 2, 0], shape: [2, 1, 2] }, { title }),
);

describe('plotHeatmap', () => {
  it('names rows, columns and values; the strength of a colour is the share of the largest', () => {
    const svg = plotHeatmap([[0.5, -1], [0, 0.25]], { rows: ['uno', 'dos'], columns: ['1', '2'] }); // biome-ignore format: one line
    expect(tooltipsOf(svg, 'cell')).toEqual(['uno, 1: 0.5', 'dos, 2: 0.25', 'uno, 2: -1']);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['uno', 'dos', '1', '2']));
    const strengths = [...parsePicture(svg).querySelectorAll('[fill-opacity]')].map((cell) =>
      cell.getAttribute('fill-opacity'),
    );
    expect(strengths).toEqual(['0.5', '0.25', '1']);
  });

  it('refuses ragged rows and names that do not fit', () => {
    expect(errorOf(() => plotHeatmap([[1, 2], [3]]))).toBe(
      'RangeError: [plotHeatmap] expected 2 values per row, got 1 (matrix[1]).',
    );
    expect(errorOf(() => plotHeatmap([[1, 2]], { columns: ['a'] }))).toBe(
      'RangeError: [plotHeatmap] expected 2 names, got 1 (columns).',
    );
    expect(errorOf(() => plotHeatmap([[Number.NaN]]))).toContain('expected a finite number, got NaN');
  });
});

describe('plotNetwork', () => {
  it('draws a circle a unit and a line a weight', () => {
    const weights = [[[1, -2, 0.5], [0, 1, 1]], [[1], [1], [-1]]]; // biome-ignore format: one line
    const svg = plotNetwork([2, 3, 1], { weights, names: ['in', 'hidden', 'out'] });
    expect(parsePicture(svg).querySelectorAll('[aria-label="dot"] circle').length).toBe(6);
    const lines = tooltipsOf(svg, 'link');
    expect(lines.length).toBe(9);
    expect(lines).toContain('unit 0 to unit 1: -2');
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['in', 'hidden', 'out']));
  });

  it('cuts wide layers', () => {
    const svg = plotNetwork([784, 10], { mostUnits: 6 });
    expect(parsePicture(svg).querySelectorAll('[aria-label="dot"] circle').length).toBe(10);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['⋮ 779 more', '⋮ 5 more', '784 units']));
  });

  it('refuses weights of another network', () => {
    expect(errorOf(() => plotNetwork([2, 3], { weights: [[[1, 2]]] }))).toBe(
      'RangeError: [plotNetwork] expected finite weights [2, 3], got 1 rows of 2 (weights[0]).',
    );
    expect(errorOf(() => plotNetwork([2]))).toBe(
      'RangeError: [plotNetwork] expected at least two layers, got 1.',
    );
  });
});

describe('plotGraph', () => {
  it('places what follows below', () => {
    const y = (svg: string, label: string): number => {
      const text = [...parsePicture(svg).querySelectorAll('text')].find(
        (node) => node.textContent === label,
      )!;
      return Number(/translate\([^,]+,([^)]+)\)/.exec(text.getAttribute('transform')!)![1]);
    };
    const svg = plotGraph(graph);
    expect(y(svg, 'x')).toBeLessThan(y(svg, 'mul'));
    expect(y(svg, 'mul')).toBeLessThan(y(svg, 'add'));
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['[2]', 'skip']));
    expect(parsePicture(svg).querySelector('desc')?.textContent).toBe(
      '3 nodes, 3 edges: x to mul; x to add; mul to add.',
    );
  });

  it('refuses edges that lead nowhere', () => {
    expect(errorOf(() => plotGraph({ nodes: graph.nodes, edges: [{ from: 1, to: 9 }] }))).toBe(
      'RangeError: [plotGraph] expected edges between the nodes, got 9 (1 → 9).',
    );
    expect(errorOf(() => plotGraph({ nodes: [], edges: [] }))).toBe(
      'RangeError: [plotGraph] expected at least one node, got none.',
    );
    expect(errorOf(() => plotGraph({ nodes: [graph.nodes[0]!, graph.nodes[0]!], edges: [] }))).toBe(
      'RangeError: [plotGraph] expected a different id for each node, got 1 twice.',
    );
  });
});

describe('plotFeatureMaps and plotFilters', () => {
  it('draw one picture a channel, and say how many there are', () => {
    const maps = { data: new Float32Array(2 * 2 * 100), shape: [2, 2, 100] };
    const svg = plotFeatureMaps(maps, { first: 4 });
    expect(plotFeatureMaps({ values: maps.data, shape: maps.shape }, { first: 4 })).toBe(svg);
    expect(parsePicture(svg).querySelectorAll('image').length).toBe(4);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['4 of 100', 'channel 3']));
    const kernels = plotFilters({
      data: Float32Array.from({ length: 9 * 2 * 3 }, (_, i) => i),
      shape: [3, 3, 2, 3],
    });
    expect(parsePicture(kernels).querySelectorAll('image').length).toBe(3);
  });

  it('refuse shapes of something else', () => {
    expect(errorOf(() => plotFeatureMaps({ data: [1, 2], shape: [1, 2] }))).toBe(
      'RangeError: [plotFeatureMaps] expected a shape [H, W, C] of 2 values, got [1, 2]. Take one example out of a batch.',
    );
    expect(errorOf(() => plotFilters({ data: [1, 2], shape: [1, 2] }))).toBe(
      'RangeError: [plotFilters] expected a shape [KH, KW, C, O] of 2 values, got [1, 2]. Pass the weight of a convolution.',
    );
  });
});

describe('trainingReport', () => {
  const epochs = [
    { loss: 2, accuracy: 0.3, valLoss: 2.1, valAccuracy: 0.25 },
    { loss: 1, accuracy: 0.7, valLoss: 1.2, valAccuracy: 0.6 },
    { loss: 0.8, accuracy: 0.8, valLoss: 1.3, valAccuracy: 0.55 },
  ];
  const deviations = epochs.map(() => ({ loss: 0.1 }));

  it('has curves, the best numbers, results, settings and the model', () => {
    const page = trainingReport(
      { epochs, deviations, seconds: 75, stopped: 'callback' },
      {
        title: 'Digits',
        confusion: [[3, 1], [0, 4]], // biome-ignore format: one line
        classNames: ['cat', 'dog'],
        results: 'precision  recall',
        settings: { 'learning rate': 0.01 },
        summary: 'Linear 650',
        sections: [{ title: 'More', blocks: [{ text: 'last words' }] }],
      },
    );
    const cells = [...page.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map((match) => match[1]);
    expect(cells.slice(8, 16)).toEqual([
      'valLoss',
      '1.300',
      '1.200',
      '2',
      'valAccuracy',
      '0.5500',
      '0.6000',
      '2',
    ]);
    for (const text of [
      '3 epochs in 1.3 min, ended by callback',
      'validation 1.3',
      'dog',
      'last words',
      'Linear 650',
    ])
      expect(page).toContain(text);
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(2);
    expect(page).not.toContain('<script');
  });

  it('leaves out what never was a number, and wants an epoch', () => {
    const seldom = trainingReport({ epochs: [{ loss: 3 }, { loss: 2, valLoss: 2.5 }, { loss: 1 }] });
    expect(seldom).toContain('>validation '); // validated after the second epoch only
    expect(seldom).toContain('2.500');
    expect(trainingReport({ epochs: [{ AUC: 0.5, valAUC: 0.6 }] })).not.toContain('>aUC<');
    expect(trainingReport({ epochs: [{ loss: 1, valLoss: Number.NaN }] })).not.toContain('>validation ');
    expect(errorOf(() => trainingReport({ epochs: [] }))).toBe(
      'RangeError: [trainingReport] expected at least one epoch, got none. The training was stopped before its first epoch ended.',
    );
  });
});
