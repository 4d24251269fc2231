import { describe, expect, it } from 'vitest';
import { plotReceptiveField } from './receptive-field.js';
import { describePicture, errorOf, parsePicture, textsOf, tooltipsOf } from './testing/picture.js';

const image = { data: Float32Array.from({ length: 48 }, (_, i) => i / 48), shape: [6, 8] } as const;
const layers = [
  { label: 'conv1', size: [3, 3] },
  { label: 'pool1', size: 4 },
  { label: 'conv2', size: [8, 10] },
];

describePicture('plotReceptiveField', (title) => plotReceptiveField(image, layers, { title }));

/** Left, top, width and height of the frames, in pixels of the image, by layer. */
function framesOf(svg: string, scale: number): number[][] {
  const frames = [...parsePicture(svg).querySelectorAll('[aria-label="rect"] rect')];
  return frames
    .filter((_, i) => i % 2 === 1)
    .map((frame) =>
      ['x', 'y', 'width', 'height'].map((name) => Math.round(Number(frame.getAttribute(name)) / scale)),
    );
}

describe('plotReceptiveField', () => {
  it('draws a frame a layer around the pixel in the middle, with its size', () => {
    const svg = plotReceptiveField(image, layers, { width: 1000 });
    expect(textsOf(svg)).toEqual(['Receptive field', 'conv1: 3 × 3', 'pool1: 4 × 4', 'conv2: 8 × 10']);
    expect(tooltipsOf(svg, 'rect')).toEqual(['conv1: 3 × 3', 'pool1: 4 × 4', 'conv2: 8 × 10']);
    expect(framesOf(svg, 100).map(([, , width, height]) => [width, height])).toEqual([
      [3, 3],
      [4, 4],
      [10, 8],
    ]);
  });

  it('draws them around a given pixel, and beyond the edge where padding is seen', () => {
    const corner = plotReceptiveField(image, [{ label: 'conv', size: 5 }], { position: [0, 7], width: 1000 });
    expect(framesOf(corner, 100)).toEqual([[5, 0, 5, 5]]); // columns 5 to 9 of 0 to 9, rows -2 to 2
    expect(parsePicture(corner).querySelector('desc')?.textContent).toBe(
      'Around pixel 0, 7 of 6 by 8: conv: 5 × 5.',
    );
  });

  it('names what it expects', () => {
    expect(errorOf(() => plotReceptiveField(image, []))).toBe(
      'RangeError: [plotReceptiveField] expected 1 to 8 layers, got 0.',
    );
    expect(errorOf(() => plotReceptiveField(image, 3 as never))).toBe(
      'TypeError: [plotReceptiveField] expected an array of layers, got 3.',
    );
    expect(errorOf(() => plotReceptiveField(image, layers, { position: [6, 0] }))).toBe(
      'RangeError: [plotReceptiveField] expected a position from [0, 0] to [5, 7], got [6, 0].',
    );
    expect(errorOf(() => plotReceptiveField(image, [{ label: 'a', size: [3] }]))).toBe(
      'RangeError: [plotReceptiveField] expected rows and columns, got [3] (layers[0].size).',
    );
    expect(errorOf(() => plotReceptiveField(image, [{ label: 'a', size: 0 }]))).toMatch(/layers\[0\]\.size/);
  });
});
