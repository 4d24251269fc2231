import * as Plot from '@observablehq/plot';
import { rangeError, typeError } from './errors.js';
import { isArrayLike, wholeNumber } from './finite.js';
import { checkOptions, type OptionNames } from './options.js';
import {
  type Image,
  imagesOfBatch,
  type PixelRange,
  type Pixels,
  pngDataUri,
  readPixels,
  type ShapedValues,
} from './pixels.js';
import { drawPicture, fontSize } from './svg.js';
import { shorten, textWidth } from './text-width.js';
import { tones } from './theme.js';

export interface PlotImageGridOptions {
  /** Heading of the picture, default 'Images'. */
  readonly title?: string;
  /** Line below the heading, default none, or with `marks` the number of hits. */
  readonly subtitle?: string;
  /** Caption of each image, default none; `\n` starts a new line. */
  readonly titles?: readonly string[];
  /** Whether each image is a hit or a miss, shown by a coloured frame and a sign, default none. */
  readonly marks?: readonly ('hit' | 'miss')[];
  /** Number of images side by side, default as many as fit in about 600 pixels. */
  readonly columns?: number;
  /** Screen pixels per image pixel, default the number that makes images about 88 pixels wide. */
  readonly scale?: number;
  /** Values drawn as black and as white, default `[0, 1]`. */
  readonly range?: readonly [number, number];
  /** Whether to clip values outside of `range` instead of throwing, default false. */
  readonly clip?: boolean;
}

const plotImageGridOptions: OptionNames<PlotImageGridOptions> = {
  title: true,
  subtitle: true,
  titles: true,
  marks: true,
  columns: true,
  scale: true,
  range: true,
  clip: true,
};

const subject = 'plotImageGrid';
const gap = 14;
const captionGap = 6;
const lineHeight = 1.25 * fontSize;
const captionWidth = 160; // longer lines are cut; the tooltip has them whole
const signs = { hit: '✓', miss: '✗' };

interface Tile {
  readonly source: string;
  readonly caption: string;
  readonly mark: 'hit' | 'miss' | undefined;
  readonly left: number;
  readonly top: number;
}

/**
 * Draws images side by side with captions, each pixel as a crisp square, as SVG.
 *
 * Shape: each image `[H, W]` or `[H, W, C]` with C 1, 3 or 4, all the same; or a batch `[N, H, W, C]`.
 * @param images - Values within `range`, nested as `tensor.array()` returns them, or flat with their shape: each image, or all of them.
 * @returns An SVG document with the images inside, light or dark as the viewer prefers.
 * @throws RangeError if there are no images, one is ragged, differs in shape or leaves the range, or titles or marks aren't one an image.
 * @throws TypeError if the images aren't in an array.
 * @example
 * const svg = plotImageGrid([[[0, 1], [1, 0]]], { titles: ['predicted 3, true 8'], marks: ['miss'] });
 * svg.includes('predicted 3, true 8'); // => true
 */
export function plotImageGrid(
  images: ArrayLike<Image> | ShapedValues,
  options: PlotImageGridOptions = {},
): string {
  checkOptions(subject, options, plotImageGridOptions);
  const pixels = readImages(images, { range: options.range ?? [0, 1], clip: options.clip ?? false });
  const { titles, marks } = options;
  checkLength('titles', titles, pixels.length);
  checkLength('marks', marks, pixels.length);
  for (const [index, mark] of Object.entries(marks ?? [])) {
    if (mark in signs) continue;
    throw rangeError(subject, { expected: "'hit' or 'miss'", received: mark, where: `marks[${index}]` });
  }

  const [first] = pixels as [Pixels];
  const scale = options.scale ?? Math.max(1, Math.round(88 / Math.max(first.width, first.height)));
  if (!(Number.isFinite(scale) && scale > 0))
    throw rangeError(subject, { expected: 'scale > 0', received: scale });
  const width = first.width * scale;
  const height = first.height * scale;
  const captions = pixels.map((_, index) =>
    readCaption(titles?.[index], marks?.[index], Math.max(width, captionWidth)),
  );
  const cellWidth = Math.ceil(Math.max(width, ...captions.flatMap(({ widths }) => widths)));
  const lines = Math.max(...captions.map(({ widths }) => widths.length));
  const captionHeight = lines === 0 ? 0 : captionGap + lines * lineHeight;
  const fitting = Math.max(1, Math.floor((600 + gap) / (cellWidth + gap)));
  const columns = wholeNumber(subject, 'columns', options.columns ?? Math.min(fitting, pixels.length), 1);
  const rows = Math.ceil(pixels.length / columns);
  const pitch = { x: cellWidth + gap, y: Math.ceil(height + captionHeight + gap) };

  const tiles = pixels.map(
    (image, index): Tile => ({
      source: pngDataUri(image),
      caption: (captions[index] as Caption).shown,
      mark: marks?.[index],
      left: (index % columns) * pitch.x + (cellWidth - width) / 2,
      top: Math.floor(index / columns) * pitch.y,
    }),
  );
  const size = { width: Math.min(columns, pixels.length) * pitch.x - gap, height: rows * pitch.y - gap };
  const plot = {
    ...size,
    margin: 0,
    x: { domain: [0, size.width], axis: null },
    y: { domain: [size.height, 0], axis: null },
    marks: [
      Plot.image(tiles, {
        x: ({ left }: Tile) => left + width / 2,
        y: ({ top }: Tile) => top + height / 2,
        width,
        height,
        src: 'source',
        preserveAspectRatio: 'none',
        imageRendering: 'pixelated',
        title: (_: Tile, index: number) => titles?.[index] ?? `image ${index + 1}`,
      }),
      ...frames(tiles, width, height),
      ...captionTexts(tiles, width, height),
    ],
  };
  const hits = marks?.filter((mark) => mark === 'hit').length;
  const summary = marks === undefined ? undefined : `${hits} of ${pixels.length} right`;
  return drawPicture({
    title: options.title ?? 'Images',
    subtitle: options.subtitle ?? summary,
    description: describe(pixels.length, first, titles),
    panels: [{ x: 0, y: 0, plot }],
  });
}

function readImages(given: unknown, values: PixelRange): Pixels[] {
  const { range } = values;
  const [low, high] = range;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw rangeError(subject, { expected: 'a range [low, high] with low < high', received: range });
  }
  const images = imagesOfBatch(given) ?? given;
  if (!isArrayLike(images)) throw typeError(subject, { expected: 'an array of images', received: images });
  if (images.length === 0) {
    const hint = 'Leave the picture out when there is nothing to show.';
    throw rangeError(subject, { expected: 'at least one image', received: 'none', hint });
  }
  const shapeOf = ({ height, width, channels }: Pixels) => `[${height}, ${width}, ${channels}]`;
  const pixels = Array.from(images, (image, index) => readPixels(subject, `images[${index}]`, image, values));
  const [first] = pixels as [Pixels];
  pixels.forEach((image, index) => {
    if (shapeOf(image) === shapeOf(first)) return;
    const expected = `images of one shape, ${shapeOf(first)}`;
    throw rangeError(subject, { expected, received: shapeOf(image), where: `images[${index}]` });
  });
  return pixels;
}

function checkLength(name: string, values: readonly unknown[] | undefined, length: number): void {
  if (values === undefined || values.length === length) return;
  throw rangeError(subject, { expected: `${length} ${name}, one per image`, received: values.length });
}

interface Caption {
  readonly shown: string;
  readonly widths: readonly number[];
}

function readCaption(title: string | undefined, mark: 'hit' | 'miss' | undefined, width: number): Caption {
  if (title === undefined && mark === undefined) return { shown: '', widths: [] };
  const text = [mark ? signs[mark] : '', title ?? ''].filter((part) => part !== '').join(' ');
  const lines = text.split('\n').map((line) => shorten(line, width, fontSize));
  return { shown: lines.join('\n'), widths: lines.map((line) => textWidth(line, fontSize)) };
}

function frames(tiles: readonly Tile[], width: number, height: number): Plot.Markish[] {
  const frame = (kept: readonly Tile[], stroke: string, strokeWidth: number) =>
    Plot.rect(kept, {
      x1: 'left',
      x2: ({ left }: Tile) => left + width,
      y1: 'top',
      y2: ({ top }: Tile) => top + height,
      inset: -strokeWidth / 2,
      fill: 'none',
      stroke,
      strokeWidth,
      pointerEvents: 'none', // the tooltip is the image's
    });
  return [
    frame(
      tiles.filter(({ mark }) => mark === undefined),
      tones.grid.light,
      1,
    ),
    frame(
      tiles.filter(({ mark }) => mark === 'hit'),
      tones.hit.light,
      2,
    ),
    frame(
      tiles.filter(({ mark }) => mark === 'miss'),
      tones.miss.light,
      2,
    ),
  ];
}

function captionTexts(tiles: readonly Tile[], width: number, height: number): Plot.Markish[] {
  const texts = (kept: readonly Tile[], fill: string) =>
    Plot.text(kept, {
      x: ({ left }: Tile) => left + width / 2,
      y: ({ top }: Tile) => top + height,
      text: 'caption',
      fill,
      fontSize,
      lineHeight: lineHeight / fontSize,
      lineAnchor: 'top',
      dy: captionGap,
    });
  return [
    texts(
      tiles.filter(({ mark }) => mark === undefined),
      tones.ink.light,
    ),
    texts(
      tiles.filter(({ mark }) => mark === 'hit'),
      tones.hit.light,
    ),
    texts(
      tiles.filter(({ mark }) => mark === 'miss'),
      tones.miss.light,
    ),
  ];
}

function describe(count: number, { width, height }: Pixels, titles: readonly string[] | undefined): string {
  const start = `${count} ${count === 1 ? 'image' : 'images'} of ${width} by ${height} pixels`;
  return titles === undefined
    ? `${start}.`
    : `${start}: ${titles.map((title) => title.replaceAll('\n', ', ')).join('; ')}.`;
}
