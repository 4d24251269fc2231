import { paintField, rgb } from '../plane/draw-field.js';
import { sharpContext } from '../plane/sharp-canvas.js';
import { wireLook } from '../signs/wire.js';
import { cssColor } from '../theme/theme.js';
import type { LayerNumbers } from './pass.js';
import type { TileLayout, UnitPlace } from './tile-layout.js';

/** What is drawn. */
export interface TilesPicture {
  readonly layout: TileLayout;
  readonly layers: readonly LayerNumbers[];
  /** Answers of each column's units: `size²` values, −1 to 1. */
  readonly fieldOf: (place: UnitPlace) => { readonly values: Float32Array; readonly size: number };
  /** The unit that is looked at, if any. */
  readonly chosen: { readonly layer: number; readonly unit: number } | undefined;
  /** The column before the weights that an example goes through now; without it all are drawn alike. */
  readonly active: number | undefined;
}

/** Draws a network: a picture for each unit, and between them lines as thick as the weights are large, dashed below zero. */
export function drawTiles(
  canvas: HTMLCanvasElement,
  [width, height]: readonly [number, number],
  picture: TilesPicture,
): void {
  const context = sharpContext(canvas, width, height);
  if (!context) return;
  drawEdges(context, picture);
  drawUnits(context, picture);
}

function drawEdges(
  context: CanvasRenderingContext2D,
  { layout, layers, chosen, active }: TilesPicture,
): void {
  const colors = { '--negative': cssColor('--negative'), '--positive': cssColor('--positive') };
  context.lineCap = 'butt';
  for (const [l, { weight }] of layers.entries()) {
    for (const from of layout.columns[l] ?? []) {
      for (const to of layout.columns[l + 1] ?? []) {
        const value = weight[from.unit]?.[to.unit] ?? 0;
        const look = wireLook(value);
        const isChosen = chosen?.layer === to.layer && chosen.unit === to.unit;
        const isSeen = active === undefined ? isChosen : active === l;
        const isQuiet = chosen !== undefined || active !== undefined;
        context.globalAlpha = isQuiet ? (isSeen ? 1 : 0.12) : 0.25 + 0.65 * Math.min(look.width / 5, 1);
        context.lineWidth = 0.8 * look.width;
        context.strokeStyle = colors[look.color];
        context.setLineDash([...look.dash]);
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

function drawUnits(context: CanvasRenderingContext2D, { layout, fieldOf, chosen }: TilesPicture): void {
  const { picture: side } = layout;
  const colors = [rgb('--negative'), rgb('--region-mid'), rgb('--positive')] as const;
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
