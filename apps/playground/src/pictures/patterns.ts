import { type Color, mix, type Shade, sampled } from './draw-picture.js';
import type { Picture } from './picture.js';

/** Manners that the playground draws: patterns without things. */
export const patternNames = ['swirls', 'mosaic', 'glass', 'dots', 'hatching', 'tiles'] as const;

/** One of them. */
export type PatternName = (typeof patternNames)[number];

/** Draws a pattern. */
export const drawPattern = (name: PatternName, size: number): Picture => sampled(patterns[name], size);

/** A number from 0 to 1 for a place of a grid, always the same. */
function chance(column: number, row: number, which: number): number {
  let bits =
    Math.imul(column + 71, 0x9e3779b1) ^ Math.imul(row + 37, 0x85ebca6b) ^ Math.imul(which + 11, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
}

/** A colour of a palette for a share from 0 to 1, in steps. */
const pick = (palette: readonly Color[], share: number): Color =>
  palette[Math.min(Math.floor(share * palette.length), palette.length - 1)]!;

/** The nearest points of a grid whose points are moved by chance: their distances, and the place of the nearest in the grid. */
function nearest(x: number, y: number, cells: number) {
  const [column, row] = [Math.floor(x * cells), Math.floor(y * cells)];
  let [first, second, at] = [Infinity, Infinity, [column, row] as readonly [number, number]];
  for (let i = column - 2; i <= column + 2; i++) {
    for (let j = row - 2; j <= row + 2; j++) {
      const [u, v] = [i + 0.1 + 0.8 * chance(i, j, 0), j + 0.1 + 0.8 * chance(i, j, 1)];
      const distance = Math.hypot(u / cells - x, v / cells - y);
      if (distance < first) [first, second, at] = [distance, first, [i, j]];
      else if (distance < second) second = distance;
    }
  }
  return { first, second, at };
}

const night: readonly Color[] = [
  [0.06, 0.12, 0.34],
  [0.12, 0.3, 0.6],
  [0.36, 0.6, 0.78],
  [0.93, 0.82, 0.4],
];

const eddies: readonly (readonly [x: number, y: number, turns: number])[] = [
  [0.26, 0.28, 1],
  [0.74, 0.2, -0.8],
  [0.62, 0.64, 1.1],
  [0.14, 0.8, -0.9],
  [0.95, 0.9, 0.8],
];

/** Strokes of a brush around eddies, dark blue to yellow. */
function swirls(x: number, y: number): Color {
  let [flow, glow] = [0.5 * x + 0.9 * y, 0];
  for (const [u, v, turns] of eddies) {
    const distance = Math.hypot(x - u, y - v);
    flow += 0.55 * turns * Math.exp(-6 * distance);
    glow = Math.max(glow, Math.exp(-50 * distance * distance));
  }
  const along = 0.03 * Math.sin(60 * (x - y) + 20 * flow);
  const stroke = 0.5 + 0.5 * Math.sin(90 * (flow + along));
  const depth = Math.min(0.25 + 0.5 * stroke + 0.7 * glow * stroke + 0.2 * Math.sin(9 * flow), 1) * 2.99;
  const step = Math.max(Math.floor(depth), 0);
  return mix(night[step]!, night[step + 1]!, Math.max(depth - step, 0));
}

const stones: readonly Color[] = [
  [0.76, 0.36, 0.24],
  [0.88, 0.64, 0.34],
  [0.3, 0.5, 0.52],
  [0.16, 0.3, 0.4],
  [0.9, 0.84, 0.7],
];

/** Small stones with light joints between them. */
function mosaic(x: number, y: number): Color {
  const { first, second, at } = nearest(x, y, 13);
  if (second - first < 0.014) return [0.93, 0.9, 0.84];
  const wave = 0.5 + 0.5 * Math.sin(7 * x + 4 * Math.sin(5 * y));
  const stone = pick(stones, 0.75 * wave + 0.25 * chance(...at, 2));
  return mix(stone, [0, 0, 0], 0.25 * chance(...at, 3));
}

const panes: readonly Color[] = [
  [0.8, 0.1, 0.14],
  [0.1, 0.24, 0.66],
  [0.98, 0.76, 0.12],
  [0.08, 0.5, 0.32],
  [0.42, 0.66, 0.9],
];

/** Coloured glass, set in lead. */
function glass(x: number, y: number): Color {
  const { first, second, at } = nearest(x, y, 6);
  if (second - first < 0.026) return [0.05, 0.05, 0.07];
  return mix(pick(panes, chance(...at, 2)), [1, 1, 1], Math.max(0.35 - 3 * first, 0));
}

const paints: readonly Color[] = [
  [0.87, 0.2, 0.2],
  [0.96, 0.56, 0.12],
  [0.2, 0.46, 0.76],
  [0.16, 0.56, 0.4],
  [0.5, 0.26, 0.6],
];

/** Dots of pure colours on paper. */
function dots(x: number, y: number): Color {
  const { first, at } = nearest(x, y, 15);
  if (first > 0.017 + 0.012 * chance(...at, 3)) return [0.98, 0.95, 0.88];
  return pick(paints, 0.6 * (0.5 + 0.5 * Math.sin(5 * x - 6 * y)) + 0.4 * chance(...at, 2));
}

/** Strokes of ink in two directions, denser where it is darker. */
function hatching(x: number, y: number): Color {
  const dark = 0.5 + 0.5 * Math.sin(6 * x + 5 * Math.sin(4 * y));
  const wobble = 0.02 * Math.sin(14 * (x - y)) + 0.008 * Math.sin(50 * x);
  const line = (place: number, width: number): boolean => {
    const between = Math.abs(((((22 * place) % 1) + 1) % 1) - 0.5);
    return between < width;
  };
  const isInk =
    line(x + y + wobble, 0.08 + 0.16 * dark) || (dark > 0.55 && line(x - y + wobble, 0.3 * (dark - 0.4)));
  return isInk ? [0.12, 0.1, 0.14] : [0.96, 0.93, 0.86];
}

/** Blue arcs on white tiles, each tile turned by chance. */
function tiles(x: number, y: number): Color {
  const [column, row] = [Math.floor(8 * x), Math.floor(8 * y)];
  const [u, v] = [8 * x - column, 8 * y - row];
  const across = chance(column, row, 0) < 0.5 ? u : 1 - u;
  const near = Math.min(Math.hypot(across, v), Math.hypot(1 - across, 1 - v));
  if (Math.min(u, v, 1 - u, 1 - v) < 0.03) return [0.78, 0.82, 0.84];
  if (Math.abs(near - 0.5) < 0.11) return [0.08, 0.24, 0.56];
  if (Math.abs(near - 0.5) < 0.19) return [0.94, 0.74, 0.22];
  return near < 0.2 ? [0.3, 0.56, 0.8] : [0.95, 0.96, 0.97];
}

const patterns: Readonly<Record<PatternName, Shade>> = { swirls, mosaic, glass, dots, hatching, tiles };
