import { rgb } from '../plane/draw-field.js';
import type { Place, Range } from '../plane/place.js';
import { drawCross, sharpContext } from '../plane/sharp-canvas.js';
import { cssColor } from '../theme/theme.js';
import type { Relief } from './relief.js';

/** A way over the surface, with a marker at its end. */
export interface Trail {
  /** `[x, y, x, y, ...]`. */
  readonly places: ArrayLike<number>;
  /** A custom property of the theme. */
  readonly color: string;
  /** The marker's shape, about 12 by 12 around the origin. */
  readonly path: string;
}

/** An arrow from a place. */
export interface Arrow {
  readonly from: Place;
  readonly by: Place;
  /** Whether only its direction counts: all such arrows are as long. Default false: it ends at `from + by`. */
  readonly isDirection?: boolean;
  readonly color: string;
  /** Written at its tip. */
  readonly name?: string;
}

/** What is drawn over the surface. */
export interface SurfacePicture {
  readonly xRange: Range;
  readonly yRange: Range;
  readonly start: Place;
  /** The lowest places. */
  readonly goals: readonly Place[];
  readonly trails: readonly Trail[];
  readonly arrows: readonly Arrow[];
  /** Where the keyboard's cross stands. */
  readonly cursor: Place | undefined;
}

/** Draws trails, arrows and marks over a surface, on a canvas of `side` by `side` CSS pixels. */
export function drawTrails(
  canvas: HTMLCanvasElement,
  surface: HTMLCanvasElement,
  side: number,
  { xRange, yRange, start, goals, trails, arrows, cursor }: SurfacePicture,
): void {
  const context = sharpContext(canvas, side);
  if (!context) return;
  const toPixel = (x: number, y: number): Place => [
    ((x - xRange[0]) / (xRange[1] - xRange[0])) * side,
    (1 - (y - yRange[0]) / (yRange[1] - yRange[0])) * side,
  ];
  const ink = cssColor('--ink');
  context.drawImage(surface, 0, 0, side, side);
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = 1.5;
  for (const goal of goals) for (const radius of [4, 10]) ring(context, toPixel(...goal), radius).stroke();
  ring(context, toPixel(...start), 4.5).fill();
  for (const trail of trails) drawTrail(context, trail, toPixel);
  for (const trail of trails) drawMarker(context, trail, toPixel);
  for (const arrow of arrows) drawArrow(context, arrow, toPixel, side);
  if (cursor) drawCross(context, ...toPixel(...cursor), ink);
}

/** Draws what does not change: heights as colours from the theme's first region in the depth to its second, and level lines. */
export function drawRelief(canvas: HTMLCanvasElement, side: number, { size, heights, lines }: Relief): void {
  const context = sharpContext(canvas, side);
  if (!context) return;
  const cells = document.createElement('canvas');
  cells.width = cells.height = size;
  cells.getContext('2d')!.putImageData(tint(size, heights), 0, 0);
  const cell = side / (size - 1); // the outer points of the grid lie on the border
  context.imageSmoothingQuality = 'high';
  context.drawImage(cells, -cell / 2, -cell / 2, side + cell, side + cell);
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = 1;
  for (const [level, pieces] of lines.entries()) {
    context.globalAlpha = level % 2 === 0 ? 0.3 : 0.13;
    context.beginPath();
    for (let i = 0; i < pieces.length; i += 4) {
      context.moveTo(pieces[i]! * cell, side - pieces[i + 1]! * cell);
      context.lineTo(pieces[i + 2]! * cell, side - pieces[i + 3]! * cell);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

const finest = 0.7; // pixels between two points of a trail

type ToPixel = (x: number, y: number) => Place;

function tint(size: number, heights: Float32Array): ImageData {
  const image = new ImageData(size, size);
  const [low, middle, high] = [rgb('--region-a'), rgb('--region-mid'), rgb('--region-b')];
  for (let i = 0; i < size * size; i++) {
    const height = Math.min(Math.max(heights[i] ?? 0, 0), 1) ** 1.4;
    const [from, to] = height < 0.5 ? [low, middle] : [middle, high];
    const share = height === 1 ? 1 : (height % 0.5) * 2;
    const at = 4 * ((size - 1 - Math.floor(i / size)) * size + (i % size));
    for (let c = 0; c < 3; c++) image.data[at + c] = from[c]! + share * (to[c]! - from[c]!);
    image.data[at + 3] = 255;
  }
  return image;
}

function ring(context: CanvasRenderingContext2D, [x, y]: Place, radius: number): CanvasRenderingContext2D {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  return context;
}

/** A line on a rim of paper, so that it is seen on every ground. */
function strokeRimmed(context: CanvasRenderingContext2D, color: string, width: number): void {
  context.lineJoin = context.lineCap = 'round';
  context.strokeStyle = cssColor('--surface');
  context.lineWidth = width + 2.25;
  context.globalAlpha = 0.55;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = cssColor(color);
  context.lineWidth = width;
  context.stroke();
}

function drawTrail(context: CanvasRenderingContext2D, { places, color }: Trail, toPixel: ToPixel): void {
  context.beginPath();
  let [lastX, lastY] = [Number.NaN, Number.NaN];
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = toPixel(places[i]!, places[i + 1]!);
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < finest) continue; // who is nearly at rest makes no line
    context.lineTo(x, y);
    [lastX, lastY] = [x, y];
  }
  strokeRimmed(context, color, 2.25);
}

function drawMarker(
  context: CanvasRenderingContext2D,
  { places, color, path }: Trail,
  toPixel: ToPixel,
): void {
  if (places.length < 2) return;
  context.save();
  context.translate(...toPixel(places[places.length - 2]!, places[places.length - 1]!));
  context.scale(1.15, 1.15);
  const shape = new Path2D(path);
  context.fillStyle = cssColor(color);
  context.strokeStyle = cssColor('--surface');
  context.lineWidth = 2.5;
  context.stroke(shape);
  context.fill(shape);
  context.restore();
}

function drawArrow(
  context: CanvasRenderingContext2D,
  { from, by, isDirection = false, color, name }: Arrow,
  toPixel: ToPixel,
  side: number,
): void {
  const [x, y] = toPixel(...from);
  const [endX, endY] = toPixel(from[0] + by[0], from[1] + by[1]);
  const length = Math.hypot(endX - x, endY - y);
  if (!(length > 0.5 && length < 1e5)) return;
  const [dx, dy] = [(endX - x) / length, (endY - y) / length];
  const reach = isDirection ? side / 7 : length;
  const [tipX, tipY] = [x + reach * dx, y + reach * dy];
  const head = Math.min(11, 0.6 * reach);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(tipX, tipY);
  for (const turn of [-0.55, 0.55]) {
    context.moveTo(tipX, tipY);
    context.lineTo(
      tipX - head * (dx * Math.cos(turn) - dy * Math.sin(turn)),
      tipY - head * (dy * Math.cos(turn) + dx * Math.sin(turn)),
    );
  }
  strokeRimmed(context, color, 3);
  if (name) writeRimmed(context, name, tipX + 13 * dx, tipY + 13 * dy, color);
}

/** A letter on a rim of paper. */
function writeRimmed(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  color: string,
): void {
  context.font = 'italic 640 15px "Geist Variable", system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.strokeStyle = cssColor('--surface');
  context.lineWidth = 4;
  context.strokeText(text, x, y);
  context.fillStyle = cssColor(color);
  context.fillText(text, x, y);
}
