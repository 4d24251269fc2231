// internal
import type { Mix } from '../shape/axis-map.js';

/** One axis to be resized; the scale is the given one, which may differ from out / size. */
export interface Resizing {
  readonly size: number;
  readonly out: number;
  readonly scale: number | undefined;
  readonly alignCorners: boolean;
}

/** In single precision, as PyTorch does, so that ties fall the same way. */
export function nearest({ size, out, scale }: Resizing, atCentre: boolean): number[] {
  const step = Math.fround(scale === undefined ? size / out : 1 / scale);
  return Array.from({ length: out }, (_, i) => {
    if (size === out) return i;
    return Math.min(Math.floor(Math.fround((atCentre ? i + 0.5 : i) * step)), size - 1);
  });
}

/** Where elements of the result lie on the axis. */
function positions({ size, out, scale, alignCorners }: Resizing): number[] {
  if (alignCorners)
    return Array.from({ length: out }, (_, i) => (out > 1 ? (i * (size - 1)) / (out - 1) : 0));
  const step = scale === undefined ? size / out : 1 / scale;
  return Array.from({ length: out }, (_, i) => (i + 0.5) * step - 0.5);
}

/** Weights of the two pixels beside each position. */
export function linear(resizing: Resizing): Mix[] {
  const last = resizing.size - 1;
  return positions(resizing).map((position) => {
    const place = Math.max(0, position);
    const first = Math.min(Math.floor(place), last);
    const share = Math.min(place - first, 1);
    return [
      [first, 1 - share],
      [Math.min(first + 1, last), share],
    ];
  });
}

/** Keys' cubic: the weight of a pixel at a distance, 0 from 2 on. */
function keys(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
}

/** Weights of the four pixels around each position. */
export function cubic(resizing: Resizing): Mix[] {
  const clamp = (index: number): number => Math.min(Math.max(index, 0), resizing.size - 1);
  return positions(resizing).map((position) => {
    const first = Math.floor(position);
    return [-1, 0, 1, 2].map((k) => [clamp(first + k), keys(Math.abs(position - first - k), -0.75)]);
  });
}

/** The filter's reach, in pixels of the larger of both images, and its weight at a distance. */
const filters = {
  linear: { reach: 1, weight: (distance: number): number => Math.max(0, 1 - distance) },
  cubic: { reach: 2, weight: (distance: number): number => keys(distance, -0.5) },
} as const;

/** Weights of all pixels that fall under the filter when it is stretched to the size of the shrunken image's pixels. */
export function antialiased(resizing: Resizing, filter: keyof typeof filters): Mix[] {
  const { size, out, scale, alignCorners } = resizing;
  const { reach, weight } = filters[filter];
  const corners = out > 1 ? (size - 1) / (out - 1) : 0;
  const step = alignCorners ? corners : scale === undefined ? size / out : 1 / scale;
  const stretch = Math.max(step, 1);
  return Array.from({ length: out }, (_, i) => {
    const centre = step * (i + 0.5);
    const first = Math.max(Math.floor(centre - reach * stretch + 0.5), 0);
    const last = Math.min(Math.floor(centre + reach * stretch + 0.5), size);
    const places = Array.from({ length: last - first }, (_, j) => first + j);
    const weights = places.map((place) => weight(Math.abs(place - centre + 0.5) / stretch));
    const total = weights.reduce((sum, value) => sum + value, 0);
    return places.map((place, j) => [place, weights[j]! / total]);
  });
}
