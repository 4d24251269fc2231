import { formatBrief } from '../i18n/numbers.js';
import { cssColor } from '../theme/theme.js';
import { contour, joined } from './contour.js';
import type { PlaneField } from './draw-field.js';
import { drawCross, sharpContext } from './sharp-canvas.js';

/** A point of one of two classes. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
  /** Points that are not trained on are drawn hollow. */
  readonly isTest?: boolean;
  /** Points that are classified wrongly get a ring. */
  readonly isWrong?: boolean;
  /** The point that is followed gets a double ring. */
  readonly isChosen?: boolean;
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
  readonly lines?: readonly PlaneLine[] | undefined;
  /** Radius of a point in pixels, default 6; less in a small picture. */
  readonly pointSize?: number | undefined;
  /** Whether it is so small that the grid has no numbers. */
  readonly isSmall?: boolean | undefined;
  /** Where the keyboard's cross stands. */
  readonly cursor?: readonly [number, number] | undefined;
}

/** Draws what changes with every step: the boundary between the regions. */
export function drawBoundary(
  canvas: HTMLCanvasElement,
  side: number,
  field: PlaneField | undefined,
  isSmall = false,
): void {
  const context = sharpContext(canvas, side);
  if (!context || !field) return;
  const cell = side / (field.size - 1);
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.beginPath();
  const segments = contour(field.values, field.size);
  for (const way of isSmall
    ? segments.map(
        ([x1, y1, x2, y2]) =>
          [
            [x1, y1],
            [x2, y2],
          ] as const,
      )
    : joined(segments)) {
    const places = way.map(([x, y]) => [x * cell, side - y * cell] as const);
    const [first, last] = [places[0]!, places.at(-1)!];
    context.moveTo(...first);
    for (const [i, [x, y]] of places.slice(0, -1).entries()) {
      const [nextX, nextY] = places[i + 1]!;
      context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2); // round the corners
    }
    context.lineTo(...last);
  }
  context.stroke();
}

/** Draws the rest over it: grid, lines, points, cross. */
export function drawPlane(canvas: HTMLCanvasElement, side: number, picture: PlanePicture): void {
  const context = sharpContext(canvas, side);
  if (!context) return;
  const { xRange, yRange, lines = [], cursor } = picture;
  const toX = (x: number) => ((x - xRange[0]) / (xRange[1] - xRange[0])) * side;
  const toY = (y: number) => (1 - (y - yRange[0]) / (yRange[1] - yRange[0])) * side;
  drawGrid(context, side, picture, toX, toY);
  for (const line of lines) drawLine(context, line, picture, toX, toY);
  drawPoints(context, picture, toX, toY);
  if (cursor) drawCross(context, toX(cursor[0]), toY(cursor[1]), cssColor('--ink'));
}

type ToPixel = (value: number) => number;

function drawGrid(
  context: CanvasRenderingContext2D,
  side: number,
  { xRange, yRange, isSmall }: PlanePicture,
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
      if (isSmall) continue;
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
  for (const { x, y, label, isTest, isWrong, isChosen } of points) {
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
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    for (const radius of [...(isWrong ? [5] : []), ...(isChosen ? [8, 11] : [])]) {
      context.beginPath();
      context.arc(px, py, pointSize + radius, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}
