// internal: what stands beyond an image's edge

import type { BorderMode } from './image-transform.js';

/** The index that stands for index i of an axis, -1 where the fill does. */
export function borderIndex(mode: BorderMode, i: number, size: number): number {
  if (i >= 0 && i < size) return i;
  if (mode === 'constant') return -1;
  if (mode === 'edge') return i < 0 ? 0 : size - 1;
  if (size === 1) return 0;
  const period = mode === 'reflect' ? 2 * size - 2 : 2 * size; // there and back
  const place = ((i % period) + period) % period;
  if (place < size) return place;
  return mode === 'reflect' ? period - place : period - 1 - place;
}
