import type { Place } from '../../plane/place.js';
import { drawCross, sharpContext } from '../../plane/sharp-canvas.js';
import { cssColor } from '../../theme/theme.js';
import { gridPlaces, gridSide, range } from './settings.js';
import type { DiffusionSnapshot } from './train.js';

/** What is drawn of a moment between noise, 0, and the last step. */
export interface MomentPicture {
  readonly snapshot: DiffusionSnapshot;
  /** How far the points are, in steps; between two steps they are between their places. */
  readonly at: number;
  readonly showsArrows: boolean;
  readonly cursor: Place | undefined;
}

/** Draws target, arrows and points in a square. */
export function drawMoment(canvas: HTMLCanvasElement, side: number, picture: MomentPicture): void {
  const context = sharpContext(canvas, side);
  if (!context) return;
  const { snapshot, at, showsArrows, cursor } = picture;
  const scale = side / (range[1] - range[0]);
  const toX = (x: number): number => (x - range[0]) * scale;
  const toY = (y: number): number => side - (y - range[0]) * scale;
  context.fillStyle = cssColor('--ink-2');
  context.globalAlpha = 0.35;
  const { target } = snapshot;
  for (let i = 0; i < target.length; i += 2)
    context.fillRect(toX(target[i]!) - 1, toY(target[i + 1]!) - 1, 2, 2);
  context.globalAlpha = 1;
  if (showsArrows)
    drawArrows(
      context,
      snapshot.goals[Math.min(Math.floor(at), snapshot.goals.length - 1)]!,
      scale,
      toX,
      toY,
    );
  drawPoints(context, snapshot, at, side, toX, toY);
  if (cursor) drawCross(context, toX(cursor[0]), toY(cursor[1]), cssColor('--ink'));
}

type ToPixel = (value: number) => number;

/** From each place of the grid towards where the network takes points there to belong, at most as long as the grid is wide. */
function drawArrows(
  context: CanvasRenderingContext2D,
  goals: Float32Array,
  scale: number,
  toX: ToPixel,
  toY: ToPixel,
): void {
  const longest = (0.85 * (range[1] - range[0])) / gridSide;
  context.strokeStyle = cssColor('--series-1');
  context.lineWidth = 1.5;
  context.lineCap = 'round';
  context.globalAlpha = 0.75;
  context.beginPath();
  for (let i = 0; i < goals.length; i += 2) {
    const [x, y] = [gridPlaces[i]!, gridPlaces[i + 1]!];
    const [dx, dy] = [goals[i]! - x, goals[i + 1]! - y];
    const length = Math.min(Math.hypot(dx, dy), longest) * scale;
    const angle = Math.atan2(-dy, dx);
    const [left, top] = [toX(x) - (length / 2) * Math.cos(angle), toY(y) - (length / 2) * Math.sin(angle)];
    const [right, bottom] = [left + length * Math.cos(angle), top + length * Math.sin(angle)];
    context.moveTo(left, top);
    context.lineTo(right, bottom);
    for (const turn of [2.6, -2.6]) {
      context.moveTo(right, bottom);
      context.lineTo(
        right + 0.35 * length * Math.cos(angle + turn),
        bottom + 0.35 * length * Math.sin(angle + turn),
      );
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

function drawPoints(
  context: CanvasRenderingContext2D,
  { moments }: DiffusionSnapshot,
  at: number,
  side: number,
  toX: ToPixel,
  toY: ToPixel,
): void {
  const before = moments[Math.min(Math.floor(at), moments.length - 1)]!;
  const after = moments[Math.min(Math.floor(at) + 1, moments.length - 1)]!;
  const share = at - Math.floor(at);
  const size = Math.max(1.8, side / 190);
  context.fillStyle = cssColor('--series-2');
  context.strokeStyle = cssColor('--surface');
  context.lineWidth = 0.75;
  context.beginPath();
  for (let i = 0; i < before.length; i += 2) {
    const x = toX(before[i]! + share * (after[i]! - before[i]!));
    const y = toY(before[i + 1]! + share * (after[i + 1]! - before[i + 1]!));
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
  context.fill();
  context.stroke();
}
