import * as Plot from '@observablehq/plot';
import { rangeError, typeError } from './errors.js';
import { isArrayLike, wholeNumber } from './finite.js';
import { panelHeader, strokeOf } from './legend.js';
import { checkOptions, type OptionNames } from './options.js';
import { type Image, pngDataUri, readPixels } from './pixels.js';
import { drawPicture } from './svg.js';
import { seriesLooks, tones } from './theme.js';

/** How much of the image one output of a layer depends on. */
export interface SeenSize {
  /** What the legend calls the layer. */
  readonly label: string;
  /** Rows and columns in pixels, as `receptiveField` of `@neurona/layers` counts them; one number for both. */
  readonly size: number | readonly number[];
}

export interface PlotReceptiveFieldOptions {
  /** The pixel at which the fields have their centre, row and column from 0; default the one in the middle. */
  readonly position?: readonly [row: number, column: number];
  /** Values drawn as black and as white, default `[0, 1]`. */
  readonly range?: readonly [number, number];
  /** Heading of the picture, default 'Receptive field'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Width of image and fields together on the screen, default 400. */
  readonly width?: number;
}

const plotReceptiveFieldOptions: OptionNames<PlotReceptiveFieldOptions> = {
  position: true,
  range: true,
  title: true,
  subtitle: true,
  width: true,
};

const subject = 'plotReceptiveField';

interface Field {
  readonly label: string;
  readonly height: number;
  readonly width: number;
  readonly top: number;
  readonly left: number;
}

/**
 * Draws how much of an image one output of each layer depends on: a frame a layer around the same pixel, as SVG. Frames that reach
 * beyond the image see its padding.
 *
 * Shape: image `[H, W]` or `[H, W, C]` with C 1, 3 or 4.
 * @param image - Values within `range`, nested or flat with their shape.
 * @param layers - From the first layer to the last, at most eight.
 * @returns An SVG document with the image inside, light or dark as the viewer prefers.
 * @throws RangeError if there are no layers or too many, a size is no integer of at least 1, or the position is outside of the image.
 * @throws TypeError if the layers aren't an array.
 * @example
 * const layers = [{ label: 'conv 1', size: [3, 3] }, { label: 'conv 2', size: [5, 5] }];
 * const svg = plotReceptiveField({ data: new Float32Array(64), shape: [8, 8] }, layers);
 * svg.includes('conv 2: 5 × 5'); // => true
 * @see Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", 2019
 */
export function plotReceptiveField(
  image: Image,
  layers: readonly SeenSize[],
  options: PlotReceptiveFieldOptions = {},
): string {
  checkOptions(subject, options, plotReceptiveFieldOptions);
  const pixels = readPixels(subject, 'image', image, { range: options.range ?? [0, 1], clip: false });
  const position = options.position ?? [Math.floor(pixels.height / 2), Math.floor(pixels.width / 2)];
  if (!isWithin(position, pixels))
    throw rangeError(subject, {
      expected: `a position from [0, 0] to [${pixels.height - 1}, ${pixels.width - 1}]`,
      received: position,
    });
  const fields = readFields(layers, position);
  const left = Math.min(0, ...fields.map((field) => field.left));
  const top = Math.min(0, ...fields.map((field) => field.top));
  const right = Math.max(pixels.width, ...fields.map((field) => field.left + field.width));
  const bottom = Math.max(pixels.height, ...fields.map((field) => field.top + field.height));
  const width = wholeNumber(subject, 'width', options.width ?? 400, 40);
  const scale = width / (right - left);
  const margin = 2; // half of a frame's line
  const entries = fields.map(({ label, height, width }, i) => ({
    label: `${label}: ${height} × ${width}`,
    look: seriesLooks[i]!,
  }));
  const header = panelHeader('', entries, width);
  const plot = {
    width,
    height: Math.round(scale * (bottom - top)),
    margin,
    x: { domain: [left, right], axis: null },
    y: { domain: [bottom, top], axis: null },
    marks: [
      Plot.image([0], {
        x: pixels.width / 2,
        y: pixels.height / 2,
        width: scale * pixels.width,
        height: scale * pixels.height,
        src: () => pngDataUri(pixels),
        preserveAspectRatio: 'none',
        imageRendering: 'pixelated',
        title: () => `${pixels.height} × ${pixels.width} pixels`,
      }),
      fields.flatMap((field, i) => [
        frame(field, { stroke: tones.surface.light, strokeWidth: 4 }), // stands out from any image
        frame(field, { ...strokeOf(seriesLooks[i]!), title: () => entries[i]!.label }),
      ]),
    ],
  };
  return drawPicture({
    title: options.title ?? 'Receptive field',
    subtitle: options.subtitle,
    description: `Around pixel ${position.join(', ')} of ${pixels.height} by ${pixels.width}: ${entries
      .map(({ label }) => label)
      .join('; ')}.`,
    panels: [
      { x: 0, y: 0, plot: header },
      { x: 0, y: header.height, plot },
    ],
  });
}

const frame = (field: Field, look: Plot.RectOptions): Plot.Markish =>
  Plot.rect([field], {
    x1: ({ left }: Field) => left,
    x2: ({ left, width }: Field) => left + width,
    y1: ({ top }: Field) => top,
    y2: ({ top, height }: Field) => top + height,
    fill: 'none',
    ...look,
  });

const isWithin = (position: readonly number[], size: { readonly height: number; readonly width: number }) =>
  position.length === 2 &&
  [size.height, size.width].every(
    (length, i) => Number.isInteger(position[i]) && position[i]! >= 0 && position[i]! < length,
  );

function readFields(layers: unknown, [row, column]: readonly [number, number]): Field[] {
  if (!isArrayLike(layers)) throw typeError(subject, { expected: 'an array of layers', received: layers });
  if (layers.length < 1 || layers.length > seriesLooks.length)
    throw rangeError(subject, { expected: `1 to ${seriesLooks.length} layers`, received: layers.length });
  return Array.from(layers as ArrayLike<SeenSize>, ({ label, size }, i) => {
    const sizes = typeof size === 'number' ? [size, size] : size;
    if (sizes.length !== 2)
      throw rangeError(subject, { expected: 'rows and columns', received: size, where: `layers[${i}].size` });
    const [height, width] = sizes.map((side) => wholeNumber(subject, `layers[${i}].size`, side, 1)) as [
      number,
      number,
    ];
    // the middle of an even field is between two pixels
    return { label, height, width, top: row + 0.5 - height / 2, left: column + 0.5 - width / 2 };
  });
}
