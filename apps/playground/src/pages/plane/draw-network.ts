import { paintField, rgb } from '../../plane/draw-field.js';
import { cssColor } from '../../theme/theme.js';
import type { NetworkLayout, UnitPlace } from './network-layout.js';
import type { LayerWeights } from './train.js';

/** What is drawn. */
export interface NetworkPicture {
  readonly layout: NetworkLayout;
  readonly layers: readonly LayerWeights[];
  /** Answers of each column's units: `size²` values, −1 to 1. */
  readonly fieldOf: (place: UnitPlace) => { readonly values: Float32Array; readonly size: number };
  /** The unit that is looked at, if any. */
  readonly chosen: { readonly layer: number; readonly unit: number } | undefined;
}

/** Draws a network: a picture for each unit, and between them lines as thick as the weights are large, dashed below zero. */
export function drawNetwork(
  canvas: HTMLCanvasElement,
  [width, height]: readonly [number, number],
  picture: NetworkPicture,
): void {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  drawEdges(context, picture);
  drawUnits(context, picture);
}

function drawEdges(context: CanvasRenderingContext2D, { layout, layers, chosen }: NetworkPicture): void {
  const colors = [cssColor('--class-a'), cssColor('--class-b')];
  context.lineCap = 'butt';
  for (const [l, { weight }] of layers.entries()) {
    for (const from of layout.columns[l] ?? []) {
      for (const to of layout.columns[l + 1] ?? []) {
        const value = weight[from.unit]?.[to.unit] ?? 0;
        const size = Math.min(Math.abs(value) / 3, 1);
        const isChosen = chosen?.layer === to.layer && chosen.unit === to.unit;
        context.globalAlpha = chosen ? (isChosen ? 1 : 0.12) : 0.25 + 0.65 * size;
        context.lineWidth = 0.6 + 4.4 * size ** 0.8;
        context.strokeStyle = colors[value < 0 ? 0 : 1]!;
        context.setLineDash(value < 0 ? [4, 3] : []);
        const [x1, x2] = [from.x + layout.picture / 2, to.x - layout.picture / 2];
        const bend = (x2 - x1) / 2;
        context.beginPath();
        context.moveTo(x1, from.y);
        context.bezierCurveTo(x1 + bend, from.y, x2 - bend, to.y, x2, to.y);
        context.stroke();
      }
    }
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

let cells: HTMLCanvasElement | undefined;

function drawUnits(context: CanvasRenderingContext2D, { layout, fieldOf, chosen }: NetworkPicture): void {
  const { picture: side } = layout;
  const colors = [rgb('--class-a'), rgb('--region-mid'), rgb('--class-b')] as const;
  const [edge, ink] = [cssColor('--edge'), cssColor('--ink')];
  cells ??= document.createElement('canvas');
  const painter = cells.getContext('2d', { willReadFrequently: true })!;
  for (const place of layout.columns.flat()) {
    const { values, size } = fieldOf(place);
    if (cells.width !== size) cells.width = cells.height = size;
    painter.putImageData(
      paintField({ values, size }, colors, (share) => 0.85 * share),
      0,
      0,
    );
    const [x, y] = [place.x - side / 2, place.y - side / 2];
    const isChosen = chosen?.layer === place.layer && chosen.unit === place.unit;
    context.save();
    context.beginPath();
    context.roundRect(x, y, side, side, side / 5);
    context.clip();
    context.drawImage(cells, x, y, side, side);
    context.restore();
    context.beginPath();
    context.roundRect(x, y, side, side, side / 5);
    context.strokeStyle = isChosen ? ink : edge;
    context.lineWidth = isChosen ? 3 : 1;
    context.stroke();
  }
}
