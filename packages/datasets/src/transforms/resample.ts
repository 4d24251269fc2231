// internal: images at another size
import type { Interpolation } from './image-transform.js';
import { blank, type Picture } from './picture.js';

/** How values are found at another size. */
export type Resampling = Interpolation | 'bicubic';

/** A rectangle of an image. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** For each element along an axis of the result: the first element that counts, and `count` weights from it on. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: Float64Array;
  readonly count: number;
}

/** A rectangle of an image at another size; pixels outside of the rectangle don't count. */
export function resample(
  picture: Picture,
  box: Box,
  height: number,
  width: number,
  { interpolation, antialias }: { readonly interpolation: Resampling; readonly antialias: boolean },
): Picture {
  if (interpolation === 'nearest') return takeNearest(picture, box, height, width);
  const rows = tapsOf(box.height, height, interpolation, antialias);
  const columns = tapsOf(box.width, width, interpolation, antialias);
  return alongRows(acrossRows(picture, box, columns, width), rows, height);
}

function takeNearest(picture: Picture, box: Box, height: number, width: number): Picture {
  const { values, channels } = picture;
  const out = blank(height, width, channels);
  const columns = Int32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * box.width) / width));
  let at = 0;
  for (let y = 0; y < height; y++) {
    const row = (box.top + Math.floor(((y + 0.5) * box.height) / height)) * picture.width + box.left;
    for (let x = 0; x < width; x++) {
      const from = (row + columns[x]!) * channels;
      for (let c = 0; c < channels; c++) out.values[at++] = values[from + c]!;
    }
  }
  return out;
}

const kernels = {
  bilinear: { reach: 1, weight: (x: number): number => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { reach: 2, weight: (x: number): number => cubic(x, -0.5) },
} as const;

/** Keys' cubic kernel; a = -0.5 is Pillow's and what antialiasing uses, -0.75 OpenCV's and what PyTorch uses without. */
function cubic(x: number, a: number): number {
  const t = Math.abs(x);
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
}

/** Weights from `size` elements to `outSize`: the kernel, stretched over all that an element covers if antialiased. */
function tapsOf(
  size: number,
  outSize: number,
  interpolation: 'bilinear' | 'bicubic',
  antialias: boolean,
): Taps {
  if (!antialias) return sampledTaps(size, outSize, interpolation);
  const { reach, weight } = kernels[interpolation];
  const scale = size / outSize;
  const stretch = Math.max(scale, 1);
  const support = reach * stretch;
  const count = Math.min(size, 2 * Math.ceil(support) + 1);
  const first = new Int32Array(outSize);
  const weights = new Float64Array(outSize * count);
  for (let i = 0; i < outSize; i++) {
    const center = scale * (i + 0.5);
    const start = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), size);
    first[i] = Math.min(start, size - count);
    const at = i * count + start - first[i]!;
    let total = 0;
    for (let j = start; j < end; j++) total += weights[at + j - start] = weight((j - center + 0.5) / stretch);
    for (let j = start; j < end; j++) weights[at + j - start]! /= total;
  }
  return { first, weights, count };
}

/** Weights of the elements around each sample, those beyond the edge given to the edge. */
function sampledTaps(size: number, outSize: number, interpolation: 'bilinear' | 'bicubic'): Taps {
  const isCubic = interpolation === 'bicubic';
  const wanted = isCubic ? 4 : 2;
  const count = Math.min(wanted, size);
  const first = new Int32Array(outSize);
  const weights = new Float64Array(outSize * count);
  for (let i = 0; i < outSize; i++) {
    const at = (i + 0.5) * (size / outSize) - 0.5;
    const start = Math.floor(at) - (isCubic ? 1 : 0);
    first[i] = Math.min(Math.max(start, 0), size - count);
    for (let j = start; j < start + wanted; j++) {
      const place = Math.min(Math.max(j, 0), size - 1) - first[i]!;
      weights[i * count + place]! += isCubic ? cubic(at - j, -0.75) : kernels.bilinear.weight(at - j);
    }
  }
  return { first, weights, count };
}

/** Each row of a rectangle at another width. */
function acrossRows(picture: Picture, box: Box, { first, weights, count }: Taps, width: number): Picture {
  const { values, channels } = picture;
  const out = blank(box.height, width, channels);
  const result = out.values;
  let at = 0;
  for (let y = 0; y < box.height; y++) {
    const row = ((box.top + y) * picture.width + box.left) * channels;
    for (let x = 0; x < width; x++) {
      let from = row + first[x]! * channels;
      const end = (x + 1) * count;
      if (channels === 3) {
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let tap = x * count; tap < end; tap++, from += 3) {
          const weight = weights[tap]!;
          red += weight * values[from]!;
          green += weight * values[from + 1]!;
          blue += weight * values[from + 2]!;
        }
        result[at] = red;
        result[at + 1] = green;
        result[at + 2] = blue;
        at += 3;
        continue;
      }
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let tap = x * count, i = from + c; tap < end; tap++, i += channels)
          sum += weights[tap]! * values[i]!;
        result[at++] = sum;
      }
    }
  }
  return out;
}

/** All rows of an image at another height. */
function alongRows(picture: Picture, { first, weights, count }: Taps, height: number): Picture {
  const { values, width, channels } = picture;
  const out = blank(height, width, channels);
  const result = out.values;
  const size = width * channels;
  for (let y = 0; y < height; y++) {
    for (let tap = 0; tap < count; tap++) {
      const weight = weights[y * count + tap]!;
      if (weight === 0) continue;
      const from = (first[y]! + tap) * size;
      const at = y * size;
      for (let i = 0; i < size; i++) result[at + i]! += weight * values[from + i]!;
    }
  }
  return out;
}
