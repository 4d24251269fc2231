import { number, oneOf, pair, type Schema } from '../../shell/state-fields.js';

/** Height and width of a digit. */
export const side = 16;

/** Digits on a side of the map. */
export const tiles = 17;

/** Betas to choose from. */
export const betas = [0, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const;

/** What the picture shows. */
export const viewNames = ['both', 'map', 'clouds'] as const;

/** What the page sets. */
export interface LatentSettings {
  /** Factor of the divergence in the loss. */
  readonly beta: number;
  readonly view: (typeof viewNames)[number];
  /** Where one stands in the plane. */
  readonly at: readonly [number, number];
}

/** What the page begins with, and how it stands in the address. */
export const latentSchema: Schema<LatentSettings> = {
  initial: { beta: 1, view: 'both', at: [1.8, 0] },
  fields: { beta: number(0, 100), view: oneOf(viewNames), at: pair(number(-200, 200)) },
};
