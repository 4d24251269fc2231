import type { Place, Range } from '../../plane/place.js';
import { type Field, list, number, oneOf, record, type Schema } from '../../shell/state-fields.js';

/** The shapes that points can learn to take; `own` is what the visitor draws or writes. */
export const targetNames = ['spiral', 'moons', 'rings', 'own'] as const;

/** One of them. */
export type TargetName = (typeof targetNames)[number];

/** How many steps of time a drawing can take. */
export const stepCounts = [1, 2, 4, 8, 16, 32] as const;

/** What the page sets. */
export interface DiffusionSettings {
  readonly target: TargetName;
  /** Points of the visitor, used where `target` is `own`. */
  readonly own: readonly { readonly x: number; readonly y: number }[];
  /** Steps from noise to points. */
  readonly count: number;
  /** Share of the noise that is drawn anew in each step: 0 is DDIM, 1 is DDPM. */
  readonly eta: number;
}

/** The part of the plane that is shown, along both axes. */
export const range: Range = [-3, 3];

/** The most points of one's own. */
export const mostOwn = 400;

const hundredths: Field<number> = {
  read: (text) => number(...range).read(text),
  write: (value) => String(Math.round(100 * value) / 100),
};

/** What the page begins with, and how it stands in the address. */
export const diffusionSchema: Schema<DiffusionSettings> = {
  initial: { target: 'spiral', own: [], count: 16, eta: 0 },
  fields: {
    target: oneOf(targetNames),
    own: list(record<{ x: number; y: number }>({ x: hundredths, y: hundredths }), mostOwn),
    count: { read: (text) => stepCounts.find((count) => String(count) === text), write: String },
    eta: number(0, 1),
  },
};

/** A place as an own point. */
export const ownPoint = ([x, y]: Place): { readonly x: number; readonly y: number } => ({ x, y });

/** Points that are drawn, and arrows along a side of the plane. */
export const [drawnCount, gridSide] = [400, 17];

/** Places of the arrows, x and y by turns. */
export const gridPlaces = Float32Array.from({ length: 2 * gridSide ** 2 }, (_, i) => {
  const along = i & 1 ? Math.floor((i >> 1) / gridSide) : (i >> 1) % gridSide;
  return range[0] + ((along + 0.5) / gridSide) * (range[1] - range[0]);
});
