import type { Range } from '../plane/place.js';

/** How many times as wide as at first the view of a curve may become. */
export const widest = 4;

/** A range so many times as wide. */
export const zoomed = ([low, high]: Range, times: number): Range => [times * low, times * high];
