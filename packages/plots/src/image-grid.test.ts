import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { plotImageGrid } from './image-grid.js';
import type { Image } from './pixels.js';
import { describePicture, errorOf, parsePicture, textsOf, tooltipsOf } from './testing/picture.js';

const checks: Image[] = [
  [
    [0, 1],
    [1, 0],
  ],
  [
    [1, 0],
    [0, 1],
  ],
  [
    [0, 0],
    [1, 1],
  ],
];

const pngsOf = (svg: string) =>
  [...parsePicture(svg).querySelectorAll('image')].map((image) => {
    const [head, data] = (image.getAttribute('href') as string).split(',') as [string, string];
    expect(head).toBe('data:image/png;base64');
    return decode(Buffer.from(data, 'base64'));
  });

describePicture('plotImageGrid', (title) =>
  plotImageGrid(checks, { title, titles: ['a', 'b', 'c'], marks: ['hit', 'miss', 'miss'] }),
);

describe('plotImageGrid', () => {
  it('holds the pixels of each image', () => {
    const [first, second] = pngsOf(plotImageGrid([[[0, 0.5, 1]], [[1, 0.2, 0]]]));
    expect([first?.width, first?.height, first?.channels]).toEqual([3, 1, 1]);
    expect([...(first?.data ?? [])]).toEqual([0, 128, 255]);
    expect([...(second?.data ?? [])]).toEqual([255, 51, 0]);
  });

  it('takes colours, one channel, opacity, and flat values with their shape', () => {
    const [colour] = pngsOf(
      plotImageGrid([
        [
          [
            [1, 0, 0],
            [0, 1, 0],
          ],
        ],
      ]),
    );
    expect([colour?.channels, ...(colour?.data ?? [])]).toEqual([3, 255, 0, 0, 0, 255, 0]);
    const [gray] = pngsOf(plotImageGrid([[[[1], [0]]]]));
    expect([gray?.channels, ...(gray?.data ?? [])]).toEqual([1, 255, 0]);
    const [clear] = pngsOf(plotImageGrid([{ data: Float32Array.of(1, 0, 0, 0), shape: [1, 1, 4] }]));
    expect([clear?.channels, ...(clear?.data ?? [])]).toEqual([4, 255, 0, 0, 0]);
    const [held] = pngsOf(plotImageGrid([{ values: Float32Array.of(0, 0.2, 1), shape: [1, 3, 1] }]));
    expect([...(held?.data ?? [])]).toEqual([0, 51, 255]); // as data sets hold it
  });

  it('draws values outside of the range as its nearest end where it is asked to', () => {
    const [png] = pngsOf(plotImageGrid([[[-0.01, 0.5, 1.2]]], { clip: true }));
    expect(Array.from(png!.data)).toEqual([0, 128, 255]);
    expect(() => plotImageGrid([[[Number.NaN]]], { clip: true })).toThrow('got NaN');
  });

  it('takes a whole batch', () => {
    const values = Float32Array.of(0, 1, 1, 0);
    const pngs = pngsOf(plotImageGrid({ values, shape: [2, 1, 2, 1] }));
    expect(pngs.map((png) => Array.from(png.data))).toEqual([
      [0, 255],
      [255, 0],
    ]);
  });

  it('scales other ranges to black and white', () => {
    const [png] = pngsOf(plotImageGrid([[[-2, 0, 2]]], { range: [-2, 2] }));
    expect([...(png?.data ?? [])]).toEqual([0, 128, 255]);
  });

  it('draws pixels as squares, not blurred', () => {
    const root = parsePicture(
      plotImageGrid(
        [
          [
            [0, 1, 0],
            [1, 0, 1],
          ],
        ],
        { scale: 10 },
      ),
    );
    const image = root.querySelector('image');
    expect([image?.getAttribute('width'), image?.getAttribute('height')]).toEqual(['30', '20']);
    expect(root.querySelector('[image-rendering="pixelated"]')).not.toBeNull();
  });

  it('marks hits and misses by colour and by sign, and counts them', () => {
    const svg = plotImageGrid(checks, {
      titles: ['3', 'predicted 3, true 8', '1'],
      marks: ['hit', 'miss', 'hit'],
    });
    expect(textsOf(svg)).toEqual(['Images', '2 of 3 right', '✓ 3', '✓ 1', '✗ predicted 3, true 8']);
    expect(tooltipsOf(svg, 'image')).toEqual(['3', 'predicted 3, true 8', '1']);
    const frames = [...parsePicture(svg).querySelectorAll('[aria-label="rect"]')];
    expect(frames.map((frame) => [frame.getAttribute('stroke'), frame.children.length])).toEqual([
      ['#18793a', 2],
      ['#c9252d', 1],
    ]);
  });

  it('lays the images out in columns', () => {
    const places = (columns: number) =>
      [...parsePicture(plotImageGrid(checks, { columns })).querySelectorAll('image')].map((image) => [
        Number(image.getAttribute('x')),
        Number(image.getAttribute('y')),
      ]);
    expect(places(2)).toEqual([
      [0, 0],
      [102, 0],
      [0, 102],
    ]);
    expect(places(1)).toEqual([
      [0, 0],
      [0, 102],
      [0, 204],
    ]);
  });

  it('gives captions of several lines their room', () => {
    const height = (title: string) =>
      Number(parsePicture(plotImageGrid([[[1]]], { titles: [title] })).getAttribute('height'));
    expect(height('predicted 3\ntrue 8')).toBe(height('predicted 3') + 15);
  });
});

describe('plotImageGrid refuses', () => {
  const bad = (images: unknown, options = {}) => errorOf(() => plotImageGrid(images as Image[], options));

  it('no images', () => {
    expect(bad([])).toBe(
      'RangeError: [plotImageGrid] expected at least one image, got none. Leave the picture out when there is nothing to show.',
    );
    expect(bad(null)).toBe('TypeError: [plotImageGrid] expected an array of images, got null.');
  });

  it('what is not an image', () => {
    expect(bad([[1, 2]])).toBe(
      'RangeError: [plotImageGrid] expected an image [H, W] or [H, W, C], got shape [2] (images[0]). Take one image out of a batch.',
    );
    expect(bad([[[0, 1], [1]]])).toBe(
      'RangeError: [plotImageGrid] expected 2 values in images[0][1], got 1 (a ragged image).',
    );
    expect(bad([[[[0, 1]]]])).toBe(
      'RangeError: [plotImageGrid] expected 1, 3 or 4 channels, got 2 (images[0]). Draw each channel as an image of its own.',
    );
    expect(bad([{ data: [1, 0], shape: [2, 2] }])).toBe(
      'RangeError: [plotImageGrid] expected 4 values, got 2 (images[0], shape [2, 2]).',
    );
    expect(bad([{ data: [1, 0], shape: [2] }])).toBe(
      'RangeError: [plotImageGrid] expected a shape [H, W] or [H, W, C], got [2] (images[0].shape).',
    );
    expect(bad([[[0, 1]], [[0], [1]]])).toBe(
      'RangeError: [plotImageGrid] expected images of one shape, [1, 2, 1], got [2, 1, 1] (images[1]).',
    );
  });

  it('values out of the range', () => {
    expect(
      bad([
        [
          [0, 1],
          [255, 0],
        ],
      ]),
    ).toBe(
      'RangeError: [plotImageGrid] expected values from 0 to 1, got 255 (images[0], pixel 1, 0). Scale the image, give its range, or clip it with { clip: true }.',
    );
    expect(bad([[[Number.NaN]]])).toBe(
      'RangeError: [plotImageGrid] expected values from 0 to 1, got NaN (images[0], pixel 0, 0). Scale the image, give its range, or clip it with { clip: true }.',
    );
    expect(bad([[[1]]], { range: [1, 1] })).toBe(
      'RangeError: [plotImageGrid] expected a range [low, high] with low < high, got [1, 1].',
    );
  });

  it('titles and marks that do not fit', () => {
    expect(bad(checks, { titles: ['a'] })).toBe(
      'RangeError: [plotImageGrid] expected 3 titles, one per image, got 1.',
    );
    expect(bad(checks, { marks: ['hit'] })).toBe(
      'RangeError: [plotImageGrid] expected 3 marks, one per image, got 1.',
    );
    expect(bad([[[1]]], { marks: ['right'] })).toBe(
      "RangeError: [plotImageGrid] expected 'hit' or 'miss', got right (marks[0]).",
    );
    expect(bad([[[1]]], { scale: 0 })).toBe('RangeError: [plotImageGrid] expected scale > 0, got 0.');
  });
});
