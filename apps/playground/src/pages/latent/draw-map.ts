import { type Color, rgb } from '../../plane/draw-field.js';
import { drawCross, sharpContext } from '../../plane/sharp-canvas.js';
import { side, tiles, type viewNames } from './settings.js';
import type { LatentSnapshot } from './train.js';

/** What is drawn. */
export interface LatentPicture {
  readonly snapshot: LatentSnapshot;
  readonly view: (typeof viewNames)[number];
  readonly at: readonly [number, number];
  readonly hasFocus: boolean;
}

const whole = 2 * Math.PI;

/** Draws the digits of the plane, the clouds of the classes over them, and under a lens the place where one stands. */
export function drawLatent(canvas: HTMLCanvasElement, size: number, picture: LatentPicture): void {
  const context = sharpContext(canvas, size);
  if (!context || size === 0) return;
  const { snapshot, view, at, hasFocus } = picture;
  const { reach, map } = snapshot;
  const pixel = (value: number, sign = 1) => (size / 2) * (1 + (sign * value) / reach);
  if (view !== 'clouds') {
    context.globalAlpha = view === 'both' ? 0.5 : 1;
    context.drawImage(inkOf(map, tiles), 0, 0, size, size);
    context.globalAlpha = 1;
  }
  drawRings(context, size, reach);
  if (view !== 'map') drawClouds(context, snapshot, pixel, Math.max(2, size / 240));
  drawLens(context, size, [pixel(at[0]), pixel(at[1], -1)], snapshot);
  if (hasFocus) drawCross(context, pixel(at[0]), pixel(at[1], -1), css(rgb('--ink')));
}

/** One and two deviations of the prior. */
function drawRings(context: CanvasRenderingContext2D, size: number, reach: number): void {
  context.strokeStyle = css(rgb('--edge'));
  context.lineWidth = 1;
  context.setLineDash([3, 4]);
  for (const radius of [1, 2]) {
    context.beginPath();
    context.arc(size / 2, size / 2, (radius * size) / 2 / reach, 0, whole);
    context.stroke();
  }
  context.setLineDash([]);
}

/** A dot for each held-out digit, and the number of each class in the middle of its cloud. */
function drawClouds(
  context: CanvasRenderingContext2D,
  { places, classes }: LatentSnapshot,
  pixel: (value: number, sign?: number) => number,
  radius: number,
): void {
  const colors = classColors();
  for (const [digit, color] of colors.entries()) {
    context.fillStyle = css(color);
    context.beginPath();
    for (const [i, actual] of classes.entries()) {
      if (actual !== digit) continue;
      const [x, y] = [pixel(places[2 * i]!), pixel(places[2 * i + 1]!, -1)];
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, whole);
    }
    context.fill();
  }
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = '700 13px "Geist Variable", system-ui, sans-serif';
  context.lineWidth = 2;
  for (const [digit, color] of colors.entries()) {
    const own = Array.from(classes.keys()).filter((i) => classes[i] === digit);
    const middle = (axis: number) => median(own.map((i) => places[2 * i + axis]!));
    const [x, y] = [pixel(middle(0)), pixel(middle(1), -1)];
    context.fillStyle = css(color);
    context.strokeStyle = css(rgb('--surface'));
    context.beginPath();
    context.arc(x, y, 10, 0, whole);
    context.fill();
    context.stroke();
    context.fillStyle = css(rgb('--surface'));
    context.fillText(String(digit), x, y + 0.5);
  }
}

/** The digit at a place, large, beside it on the side where there is room. */
function drawLens(
  context: CanvasRenderingContext2D,
  size: number,
  [x, y]: readonly [number, number],
  { look }: LatentSnapshot,
): void {
  const width = Math.min(Math.max(size / 5, 76), 132);
  const gap = 14;
  const fits = (value: number) => Math.min(Math.max(value, 4), size - width - 4);
  const left = fits(x > size / 2 ? x - width - gap : x + gap);
  const top = fits(y - width - gap);
  context.strokeStyle = css(rgb('--accent'));
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(x, y, 6, 0, whole);
  context.stroke();
  context.fillStyle = css(rgb('--surface'));
  context.beginPath();
  context.roundRect(left, top, width, width, 10);
  context.fill();
  const inner = width - 12;
  context.drawImage(inkOf(bytesOf(look.drawn), 1), left + 6, top + 6, inner, inner);
  context.stroke();
}

/** Draws one digit on a canvas as small as it is: the page stretches it. */
export function drawDigit(canvas: HTMLCanvasElement, pixels: Float32Array): void {
  const drawn = inkOf(bytesOf(pixels), 1);
  canvas.width = canvas.height = side;
  canvas.getContext('2d')?.drawImage(drawn, 0, 0);
}

const bytesOf = (pixels: Float32Array): Uint8Array => Uint8Array.from(pixels, (value) => 255 * value);

/** Digits in ink on nothing, `columns` beside each other. */
function inkOf(bytes: Uint8Array, columns: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const width = columns * side;
  canvas.width = canvas.height = width;
  const image = new ImageData(width, width);
  const pixels = new Uint32Array(image.data.buffer);
  const [red, green, blue] = rgb('--ink');
  const ink = (blue << 16) | (green << 8) | red;
  for (let i = 0; i < bytes.length; i++) {
    const tile = Math.floor(i / side ** 2);
    const within = i % side ** 2;
    const row = Math.floor(tile / columns) * side + Math.floor(within / side);
    pixels[row * width + (tile % columns) * side + (within % side)] = (bytes[i]! << 24) | ink;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** A colour for each of ten classes: six of the theme, and mixtures of them. */
function classColors(): Color[] {
  const [teal, red, violet, ochre, blue, pink] = [1, 2, 3, 4, 5, 6].map((i) => rgb(`--series-${i}`)) as [
    Color,
    Color,
    Color,
    Color,
    Color,
    Color,
  ];
  const ink = rgb('--ink-2');
  const mixed = (a: Color, b: Color): Color =>
    [0, 1, 2].map((i) => Math.round((a[i]! + b[i]!) / 2)) as unknown as Color;
  return [teal, red, violet, ochre, blue, pink, ink, mixed(teal, ochre), mixed(red, pink), mixed(blue, teal)];
}

const css = ([red, green, blue]: Color): string => `rgb(${red} ${green} ${blue})`;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
