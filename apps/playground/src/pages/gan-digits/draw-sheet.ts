import { rgb } from '../../plane/draw-field.js';
import { sharpContext } from '../../plane/sharp-canvas.js';
import { paintValues } from '../../signs/paint-values.js';
import { cssColor } from '../../theme/theme.js';
import { classes, rows, side } from './settings.js';
import type { GanDigitsSnapshot } from './train.js';

/** What is drawn. */
export interface SheetPicture {
  readonly snapshot: GanDigitsSnapshot;
  readonly chosen: number;
  /** What words of the text point at. */
  readonly pointed: string | undefined;
}

// Shares of the width.
const tile = 0.088;
const step = (1 - tile) / (classes - 1);
const bar = 0.012; // the discriminator's answer, under a tile
const [barGap, rowGap] = [0.004, 0.01];
const rowStep = tile + barGap + bar + rowGap;
const madeFrom = rowStep + 0.02; // under the real ones and a line

/** Width of the sheet by its height. */
export const sheetRatio = 1 / (madeFrom + rows * rowStep - rowGap);

/** The made digit at a place, in shares of the width; `undefined` over the real ones. */
export function placeUnder(x: number, y: number): number | undefined {
  const row = Math.floor((y - madeFrom) / rowStep);
  if (row < 0) return undefined;
  return Math.min(row, rows - 1) * classes + Math.min(Math.max(Math.floor(x / step), 0), classes - 1);
}

/** Draws every digit with the discriminator's answer under it; those that the judge takes for another class have a dashed frame. */
export function drawSheet(
  canvas: HTMLCanvasElement,
  width: number,
  { snapshot, chosen, pointed }: SheetPicture,
): void {
  const context = sharpContext(canvas, width, width / sheetRatio);
  if (!context) return;
  const { sheet, read, answers } = snapshot;
  const small = new OffscreenCanvas(side, side);
  const image = new ImageData(side, side);
  const colors = [rgb('--sunken'), rgb('--sunken'), rgb('--ink')] as const;
  const size = tile * width;
  context.imageSmoothingEnabled = false;
  for (const [i, answer] of answers.entries()) {
    const [x, y] = cornerOf(i).map((share) => Math.round(share * width)) as [number, number];
    paintValues(image, sheet.subarray(i * side ** 2, (i + 1) * side ** 2), 1, colors);
    small.getContext('2d')!.putImageData(image, 0, 0);
    context.globalAlpha = pointed === 'real' && i >= classes ? 0.35 : 1;
    context.drawImage(small, x, y, size, size);
    const [barY, barHeight] = [y + size + barGap * width, bar * width * (pointed === 'answers' ? 1.5 : 1)];
    context.fillStyle = cssColor('--line');
    context.fillRect(x, barY, size, barHeight);
    context.fillStyle = cssColor('--class-b');
    context.fillRect(x, barY, answer * size, barHeight);
    const isMisread = read[i] !== i % classes;
    if (isMisread)
      frame(context, [x, y, size], { color: '--bad', width: pointed === 'misread' ? 3 : 1.5, dash: [3, 2] });
    if (i === classes + chosen) frame(context, [x, y, size], { color: '--ink', width: 2, dash: [] });
  }
  context.globalAlpha = 1;
  context.fillStyle = cssColor('--edge');
  context.fillRect(0, (madeFrom - 0.016) * width, width, 1);
}

/** The left upper corner of a digit of the sheet, the real ones first. */
const cornerOf = (i: number): readonly [x: number, y: number] => {
  const row = Math.floor(i / classes);
  return [(i % classes) * step, row === 0 ? 0 : madeFrom + (row - 1) * rowStep];
};

function frame(
  context: CanvasRenderingContext2D,
  [x, y, size]: readonly [number, number, number],
  { color, width, dash }: { readonly color: string; readonly width: number; readonly dash: number[] },
): void {
  context.strokeStyle = cssColor(color);
  context.lineWidth = width;
  context.setLineDash(dash);
  context.strokeRect(x + width / 2, y + width / 2, size - width, size - width);
  context.setLineDash([]);
}
