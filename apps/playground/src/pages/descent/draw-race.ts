import { cssColor } from '../../theme/theme.js';
import { markers } from './markers.js';
import type { RaceSnapshot } from './race.js';
import type { Relief } from './relief.js';
import { type ContestantName, contestantNames, landscapes, type Place } from './settings.js';

/** What is drawn over the map. */
export interface RacePicture {
  readonly snapshot: RaceSnapshot;
  readonly shown: ReadonlySet<ContestantName>;
  readonly start: Place;
  /** Where the keyboard's cross stands. */
  readonly cursor: Place | undefined;
}

/** Draws the map of a surface on a canvas of `side` by `side` CSS pixels, and everyone's trail on it. */
export function drawRace(
  canvas: HTMLCanvasElement,
  map: HTMLCanvasElement,
  side: number,
  { snapshot, shown, start, cursor }: RacePicture,
): void {
  const context = sized(canvas, side);
  if (!context) return;
  const toPixel = projection(snapshot, side);
  context.drawImage(map, 0, 0, side, side);
  for (const place of landscapes[snapshot.surface].minima) drawGoal(context, toPixel(place));
  drawStart(context, toPixel(start));
  const names = contestantNames.filter((name) => shown.has(name));
  for (const name of names)
    drawTrail(context, snapshot.runs[name].trail, toPixel, cssColor(markers[name].color));
  for (const name of names) drawMarker(context, name, snapshot.runs[name].trail, toPixel);
  if (cursor) drawCross(context, toPixel(cursor));
}

/** Draws what does not change during a race: heights and lines of equal height. */
export function drawMap(canvas: HTMLCanvasElement, side: number, relief: Relief): void {
  const context = sized(canvas, side);
  if (!context) return;
  const { size, heights, lines } = relief;
  const cells = document.createElement('canvas');
  cells.width = cells.height = size;
  cells.getContext('2d')!.putImageData(tint(relief), 0, 0);
  const cell = side / (size - 1); // the outer points of the grid lie on the border
  context.imageSmoothingQuality = 'high';
  context.drawImage(cells, -cell / 2, -cell / 2, side + cell, side + cell);
  if (heights.length === 0) return;
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

type ToPixel = (place: Place) => Place;

function sized(canvas: HTMLCanvasElement, side: number): CanvasRenderingContext2D | null {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const pixels = Math.round(side * ratio);
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

function projection({ surface }: RaceSnapshot, side: number): ToPixel {
  const { xRange, yRange } = landscapes[surface];
  return ([x, y]) => [
    ((x - xRange[0]) / (xRange[1] - xRange[0])) * side,
    (1 - (y - yRange[0]) / (yRange[1] - yRange[0])) * side,
  ];
}

/** From the theme's first region, in the depth, over its middle to its second. */
function tint({ size, heights }: Relief): ImageData {
  const image = new ImageData(size, size);
  const stops = ['--region-a', '--region-mid', '--region-b'].map((name) => {
    const color = cssColor(name);
    return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  });
  for (let i = 0; i < size * size; i++) {
    const height = Math.min(Math.max(heights[i] ?? 0, 0), 1) ** 1.4;
    const from = stops[height < 0.5 ? 0 : 1]!;
    const to = stops[height < 0.5 ? 1 : 2]!;
    const share = (height % 0.5) * 2;
    const at = 4 * ((size - 1 - Math.floor(i / size)) * size + (i % size));
    for (let c = 0; c < 3; c++)
      image.data[at + c] = from[c]! + (height === 1 ? 1 : share) * (to[c]! - from[c]!);
    image.data[at + 3] = 255;
  }
  return image;
}

function drawGoal(context: CanvasRenderingContext2D, [x, y]: Place): void {
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = 1.5;
  for (const radius of [4, 10]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }
}

function drawStart(context: CanvasRenderingContext2D, [x, y]: Place): void {
  context.fillStyle = cssColor('--ink');
  context.beginPath();
  context.arc(x, y, 4.5, 0, 2 * Math.PI);
  context.fill();
}

function drawTrail(
  context: CanvasRenderingContext2D,
  trail: Float32Array,
  toPixel: ToPixel,
  color: string,
): void {
  context.beginPath();
  for (let i = 0; i < trail.length; i += 2) {
    const [x, y] = toPixel([trail[i]!, trail[i + 1]!]);
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.lineJoin = 'round';
  context.strokeStyle = cssColor('--surface');
  context.lineWidth = 4.5;
  context.globalAlpha = 0.55;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = 2.25;
  context.stroke();
}

function drawMarker(
  context: CanvasRenderingContext2D,
  name: ContestantName,
  trail: Float32Array,
  toPixel: ToPixel,
): void {
  const [x, y] = toPixel([trail.at(-2)!, trail.at(-1)!]);
  const { path, color } = markers[name];
  context.save();
  context.translate(x, y);
  context.scale(1.15, 1.15);
  const shape = new Path2D(path);
  context.fillStyle = cssColor(color);
  context.strokeStyle = cssColor('--surface');
  context.lineWidth = 2.5;
  context.stroke(shape);
  context.fill(shape);
  context.restore();
}

function drawCross(context: CanvasRenderingContext2D, [x, y]: Place): void {
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 12, y);
  context.lineTo(x + 12, y);
  context.moveTo(x, y - 12);
  context.lineTo(x, y + 12);
  context.stroke();
}
