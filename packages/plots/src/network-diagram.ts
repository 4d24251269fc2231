import * as Plot from '@observablehq/plot';
import { short } from './class-points.js';
import { rangeError, typeError } from './errors.js';
import { isArrayLike, wholeNumber } from './finite.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture, fontSize } from './svg.js';
import { shorten } from './text-width.js';
import { tones } from './theme.js';

export interface PlotNetworkOptions {
  /** Weights between each layer and the next, each `[inputs, outputs]`, default none. */
  readonly weights?: readonly ArrayLike<ArrayLike<number>>[];
  /** Name of each layer, default its number of units. */
  readonly names?: readonly string[];
  /** Largest number of units drawn per layer, default 10; an ellipsis stands for the others. */
  readonly mostUnits?: number;
  /** Heading of the picture, default 'Network'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Width in pixels, default 140 per layer. */
  readonly width?: number;
  /** Height in pixels, default 34 per unit. */
  readonly height?: number;
}

const plotNetworkOptions: OptionNames<PlotNetworkOptions> = {
  weights: true,
  names: true,
  mostUnits: true,
  title: true,
  subtitle: true,
  width: true,
  height: true,
};

const subject = 'plotNetwork';
const radius = 10;

interface Unit {
  readonly layer: number;
  readonly unit: number;
  readonly x: number;
  readonly y: number;
}

interface Connection {
  readonly from: Unit;
  readonly to: Unit;
  readonly weight: number | undefined;
}

/**
 * Draws a network of fully connected layers as circles and lines, as SVG. With weights, positive ones are blue lines, negative ones
 * orange; the width shows the absolute value.
 *
 * @param sizes - Number of units of each layer, inputs first.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if there are fewer than two layers, a size isn't whole, or weights or names don't fit.
 * @throws TypeError if the sizes aren't an array.
 * @example
 * const svg = plotNetwork([2, 3, 1], { names: ['inputs', 'hidden', 'output'] });
 * svg.includes('hidden'); // => true
 */
export function plotNetwork(sizes: readonly number[], options: PlotNetworkOptions = {}): string {
  checkOptions(subject, options, plotNetworkOptions);
  if (!isArrayLike(sizes)) throw typeError(subject, { expected: 'an array of sizes', received: sizes });
  if (sizes.length < 2)
    throw rangeError(subject, { expected: 'at least two layers', received: sizes.length });
  for (const [layer, size] of sizes.entries()) wholeNumber(subject, `sizes[${layer}]`, size, 1);
  const most = wholeNumber(subject, 'mostUnits', options.mostUnits ?? 10, 2);
  const { names, weights } = options;
  if (names && names.length !== sizes.length)
    throw rangeError(subject, { expected: `${sizes.length} names, one per layer`, received: names.length });
  checkWeights(sizes, weights);

  const shown = sizes.map((size) => Math.min(size, most));
  const width = wholeNumber(subject, 'width', options.width ?? 140 * sizes.length, 80);
  const height = wholeNumber(subject, 'height', options.height ?? 34 * Math.max(...shown) + 30, 60);
  const columns = sizes.map((size, layer) =>
    unitsOf(layer, size, shown[layer]!, width / sizes.length, height - 26),
  );
  const units = columns.flat();
  const largest = Math.max(
    0,
    ...(weights ?? []).flatMap((matrix) =>
      Array.from(matrix, (row) => Math.max(...Array.from(row, Math.abs))),
    ),
  );
  const connections = columns
    .slice(1)
    .flatMap((column, i) =>
      column.flatMap((to) =>
        columns[i]!.map((from): Connection => ({ from, to, weight: weights?.[i]?.[from.unit]?.[to.unit] })),
      ),
    );
  const strength = ({ weight }: Connection): number =>
    weight === undefined ? 0.25 : Math.abs(weight) / (largest || 1);
  const lines = (kept: (connection: Connection) => boolean, stroke: string): Plot.Markish =>
    Plot.link(connections.filter(kept), {
      x1: ({ from }: Connection) => from.x,
      y1: ({ from }: Connection) => from.y,
      x2: ({ to }: Connection) => to.x,
      y2: ({ to }: Connection) => to.y,
      stroke,
      strokeWidth: (connection: Connection) => 0.6 + 3.4 * strength(connection),
      strokeOpacity: (connection: Connection) => 0.25 + 0.65 * strength(connection),
      title: ({ from, to, weight }: Connection) =>
        `unit ${from.unit} to unit ${to.unit}${weight === undefined ? '' : `: ${short(weight)}`}`,
    });
  const cut = sizes.flatMap((size, layer) => (size > most ? [{ layer, hidden: size - most + 1 }] : []));
  const middle = (layer: number): number => (layer + 0.5) * (width / sizes.length);
  const plot = {
    width,
    height,
    margin: 0,
    x: { domain: [0, width], axis: null },
    y: { domain: [height, 0], axis: null },
    opacity: { type: 'identity' as const },
    marks: [
      lines(({ weight }) => weight === undefined, tones.muted.light),
      lines(({ weight }) => weight !== undefined && weight >= 0, tones.heat.light),
      lines(({ weight }) => weight !== undefined && weight < 0, tones.cold.light),
      Plot.dot(units, {
        x: 'x',
        y: 'y',
        r: radius,
        fill: tones.node.light,
        stroke: tones.ink.light,
        strokeWidth: 1.2,
        title: ({ layer, unit }: Unit) => `${names?.[layer] ?? `layer ${layer}`}, unit ${unit}`,
      }),
      Plot.text(cut, {
        x: ({ layer }: { layer: number }) => middle(layer),
        y: height - 34,
        text: ({ hidden }: { hidden: number }) => `⋮ ${hidden} more`,
        fill: tones.muted.light,
        fontSize: 11,
      }),
      Plot.text(sizes, {
        x: (_: number, layer: number) => middle(layer),
        y: height - 8,
        text: (size: number, layer: number) =>
          shorten(
            names?.[layer] ?? `${size} ${size === 1 ? 'unit' : 'units'}`,
            width / sizes.length - 6,
            fontSize,
          ),
        fill: tones.ink.light,
        fontSize,
      }),
    ],
  };
  return drawPicture({
    title: options.title ?? 'Network',
    subtitle: options.subtitle,
    description: `Layers of ${sizes.join(', ')} units, each connected with all of the next.`,
    panels: [{ x: 0, y: 0, plot }],
  });
}

/** The circles of a layer, in the middle of its column; where some are left out the last place is the ellipsis'. */
function unitsOf(layer: number, size: number, shown: number, columnWidth: number, height: number): Unit[] {
  const drawn = size > shown ? shown - 1 : shown;
  const pitch = height / shown;
  return Array.from({ length: drawn }, (_, unit) => ({
    layer,
    unit,
    x: (layer + 0.5) * columnWidth,
    y: (unit + 0.5) * pitch + 2,
  }));
}

function checkWeights(sizes: readonly number[], weights: PlotNetworkOptions['weights']): void {
  if (weights === undefined) return;
  if (weights.length !== sizes.length - 1)
    throw rangeError(subject, {
      expected: `${sizes.length - 1} weights, one between layers`,
      received: weights.length,
    });
  for (const [i, matrix] of weights.entries()) {
    const fits =
      isArrayLike(matrix) &&
      matrix.length === sizes[i] &&
      Array.from(matrix).every(
        (row) => row.length === sizes[i + 1] && Array.from(row).every(Number.isFinite),
      );
    if (fits) continue;
    throw rangeError(subject, {
      expected: `finite weights [${sizes[i]}, ${sizes[i + 1]}]`,
      received: isArrayLike(matrix) ? `${matrix.length} rows of ${matrix[0]?.length ?? 0}` : matrix,
      where: `weights[${i}]`,
    });
  }
}
