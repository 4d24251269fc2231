import { expect, it } from 'vitest';
import { drawnPixels } from './drawn-pixels.js';

/** Ink where a test says so. */
const sheet = (size: number, isInk: (x: number, y: number) => boolean): Float32Array =>
  Float32Array.from({ length: size * size }, (_, i) => Number(isInk(i % size, Math.floor(i / size))));

it('stretches an upright bar to the whole height, in the middle', () => {
  const digit = drawnPixels(
    sheet(100, (x, y) => x >= 70 && x < 80 && y >= 10 && y < 50),
    100,
    100,
    8,
  )!;
  for (let row = 0; row < 8; row++) {
    const cells = Array.from(digit.subarray(8 * row, 8 * row + 8));
    expect(cells).toEqual([0, 0, 0, 1, 1, 0, 0, 0]);
  }
});

it('counts ink in blocks, and gives nothing for an empty sheet', () => {
  const half = drawnPixels(
    sheet(32, (x, y) => (x + y) % 2 === 0),
    32,
    32,
    8,
  )!;
  expect(Array.from(new Set(half))).toEqual([0.5]);
  expect(drawnPixels(new Float32Array(64), 8, 8, 8)).toBeUndefined();
});
