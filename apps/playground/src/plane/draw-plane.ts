import { formatBrief } from '../i18n/numbers.js';
import { cssColor } from '../theme/theme.js';
import { contour } from './contour.js';

/** A point of one of two classes. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
  /** Points that are not trained on are drawn hollow. */
  readonly isTest?: boolean;
  /** Points that are classified wrongly get a ring. */
  readonly isWrong?: boolean;
}

/** What a network answers everywhere: −1 (class 0) to 1 (class 1) on a grid, the first row at the least y. */
export interface PlaneField {
  readonly values: ArrayLike<number>;
  /** Points on a side. */
  readonly size: number;
}

/** The line `w1 x + w2 y + b = 0`. */
export interface PlaneLine {
  readonly w1: number;
  readonly w2: number;
  readonly b: number;
  /** How opaque, default 1. */
  readonly strength?: number;
}

/** What is drawn. */
export interface PlanePicture {
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly points: readonly PlanePoint[];
  readonly field?: PlaneField | undefined;
  readonly lines?: readonly PlaneLine[] | undefined;
  /** Radius of a point in pixels, default 6. */
  readonly pointSize?: number | undefined;
  /** Where the keyboard's cross stands. */
  readonly cursor?: readonly [number, number] | undefined;
}

/** Draws a picture of the plane on a canvas of `side` by `side` CSS pixels. */
export function drawPlane(canvas: HTMLCanvasElement, side: number, picture: PlanePicture): void {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const pixels = Math.round(side * ratio);
  if (canvas.width !== pixels) {
    canvas.width = pixels;
    canvas.height = pixels;
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  const { xRange, yRange, field, lines = [], cursor } = picture;
  const toX = (x: number) => ((x - xRange[0]) / (xRange[1] - xRange[0])) * side;
  const toY = (y: number) => (1 - (y - yRange[0]) / (yRange[1] - yRange[0])) * side;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = cssColor('--region-mid');
  context.fillRect(0, 0, side, side);
  if (field) drawField(context, side, field);
  drawGrid(context, side, picture, toX, toY);
  if (field) drawBoundary(context, side, field);
  for (const line of lines) drawLine(context, line, picture, toX, toY);
  drawPoints(context, picture, toX, toY);
  if (cursor) drawCursor(context, toX(cursor[0]), toY(cursor[1]));
}

const hex = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16);
const rgb = (name: string): [number, number, number] => {
  const color = cssColor(name);
  return [hex(color, 1), hex(color, 3), hex(color, 5)];
};

let cellCanvas: HTMLCanvasElement | undefined;

/** The regions: the theme's two colours, by how sure the network is. */
function drawField(context: CanvasRenderingContext2D, side: number, { values, size }: PlaneField): void {
  cellCanvas ??= document.createElement('canvas');
  if (cellCanvas.width !== size) cellCanvas.width = cellCanvas.height = size;
  const cells = cellCanvas.getContext('2d', { willReadFrequently: true })!;
  const image = cells.createImageData(size, size);
  const [middle, ends] = [rgb('--region-mid'), [rgb('--region-a'), rgb('--region-b')]];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = Math.min(Math.max(values[row * size + column] ?? 0, -1), 1);
      const end = ends[value < 0 ? 0 : 1]!;
      const share = Math.abs(value) ** 0.75;
      const at = 4 * ((size - 1 - row) * size + column);
      for (let c = 0; c < 3; c++) image.data[at + c] = middle[c]! + share * (end[c]! - middle[c]!);
      image.data[at + 3] = 255;
    }
  }
  cells.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  const cell = side / (size - 1); // the outer points of the grid lie on the border
  context.drawImage(cellCanvas, -cell / 2, -cell / 2, side + cell, side + cell);
}

type ToPixel = (value: number) => number;

function drawGrid(
  context: CanvasRenderingContext2D,
  side: number,
  { xRange, yRange }: PlanePicture,
  toX: ToPixel,
  toY: ToPixel,
): void {
  context.lineWidth = 1;
  context.strokeStyle = cssColor('--ink');
  context.fillStyle = cssColor('--ink-2');
  context.font = '11px "Geist Variable", system-ui, sans-serif';
  for (const [range, isX] of [
    [xRange, true],
    [yRange, false],
  ] as const) {
    const span = range[1] - range[0];
    const step = [0.25, 0.5, 1, 2, 5, 10].find((size) => span / size <= 8) ?? span / 5;
    for (let i = Math.ceil(range[0] / step); i * step <= range[1]; i++) {
      const at = isX ? toX(i * step) : toY(i * step);
      context.globalAlpha = i === 0 ? 0.28 : 0.07;
      context.beginPath();
      context.moveTo(isX ? at : 0, isX ? 0 : at);
      context.lineTo(isX ? at : side, isX ? side : at);
      context.stroke();
      context.globalAlpha = 1;
      const text = formatBrief(i * step);
      if (isX && at > 14 && at < side - 14) {
        context.textAlign = 'center';
        context.fillText(text, at, side - 6);
      } else if (!isX && at > 14 && at < side - 22) {
        context.textAlign = 'left';
        context.fillText(text, 6, at + 4);
      }
    }
  }
}

/** The line between the regions. */
function drawBoundary(context: CanvasRenderingContext2D, side: number, { values, size }: PlaneField): void {
  const cell = side / (size - 1);
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = 2;
  context.lineCap = 'round';
  context.beginPath();
  for (const [x1, y1, x2, y2] of contour(values, size)) {
    context.moveTo(x1 * cell, side - y1 * cell);
    context.lineTo(x2 * cell, side - y2 * cell);
  }
  context.stroke();
}

function drawLine(
  context: CanvasRenderingContext2D,
  { w1, w2, b, strength = 1 }: PlaneLine,
  { xRange, yRange }: PlanePicture,
  toX: ToPixel,
  toY: ToPixel,
): void {
  if (Math.hypot(w1, w2) < 1e-9) return; // no weights, no line
  const ends: [number, number][] =
    Math.abs(w2) > Math.abs(w1)
      ? xRange.map((x) => [x, -(w1 * x + b) / w2])
      : yRange.map((y) => [-(w2 * y + b) / w1, y]);
  context.globalAlpha = strength;
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = strength < 1 ? 1.5 : 2.5;
  context.setLineDash(strength < 1 ? [5, 5] : []);
  context.beginPath();
  context.moveTo(toX(ends[0]![0]), toY(ends[0]![1]));
  context.lineTo(toX(ends[1]![0]), toY(ends[1]![1]));
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Class 0 as circles, class 1 as squares: told apart without colour too. */
function drawPoints(
  context: CanvasRenderingContext2D,
  { points, pointSize = 6 }: PlanePicture,
  toX: ToPixel,
  toY: ToPixel,
): void {
  const colors = [cssColor('--class-a'), cssColor('--class-b')];
  const [surface, ink] = [cssColor('--surface'), cssColor('--ink')];
  for (const { x, y, label, isTest, isWrong } of points) {
    const [px, py] = [toX(x), toY(y)];
    context.beginPath();
    if (label === 0) context.arc(px, py, pointSize, 0, 2 * Math.PI);
    else
      context.roundRect(
        px - pointSize * 0.9,
        py - pointSize * 0.9,
        pointSize * 1.8,
        pointSize * 1.8,
        pointSize / 3,
      );
    context.fillStyle = isTest ? surface : colors[label]!;
    context.strokeStyle = isTest ? colors[label]! : surface;
    context.lineWidth = isTest ? 2 : Math.min(2, pointSize / 3);
    context.fill();
    context.stroke();
    if (!isWrong) continue;
    context.beginPath();
    context.arc(px, py, pointSize + 5, 0, 2 * Math.PI);
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.stroke();
  }
}

function drawCursor(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = 2;
  context.beginPath();
  for (const [dx, dy] of [
    [12, 0],
    [0, 12],
  ] as const) {
    context.moveTo(x - dx, y - dy);
    context.lineTo(x + dx, y + dy);
  }
  context.stroke();
}
