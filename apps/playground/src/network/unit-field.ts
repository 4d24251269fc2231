import type { PlaneField } from '../plane/draw-field.js';
import type { LayerNumbers } from './pass.js';

/** A network with two inputs, and what each of its units answers in the plane. */
export interface TiledNetwork {
  readonly layers: readonly LayerNumbers[];
  /** Answers of the output over the plane, −1 to 1. */
  readonly field: { readonly values: Float32Array; readonly size: number };
  /** The same for the inputs and each hidden unit, layer by layer: `size²` values each. */
  readonly units: { readonly values: Float32Array; readonly size: number };
}

/** A unit of the network: layer 0 are the inputs, the last one is the output. */
export interface UnitAddress {
  readonly layer: number;
  readonly unit: number;
}

/** Units of each layer, inputs and output among them. */
export const widthsOf = ({ layers }: TiledNetwork): number[] => [2, ...layers.map(({ bias }) => bias.length)];

/** Whether the network has such a unit. */
export const hasUnit = (snapshot: TiledNetwork, { layer, unit }: UnitAddress): boolean =>
  unit < (widthsOf(snapshot)[layer] ?? 0);

/** What a unit answers in the plane. */
export function fieldOfUnit(
  snapshot: TiledNetwork,
  { layer, unit }: UnitAddress,
): PlaneField & { readonly values: Float32Array } {
  const widths = widthsOf(snapshot);
  if (layer === widths.length - 1) return snapshot.field;
  const { values, size } = snapshot.units;
  const before = widths.slice(0, layer).reduce((sum, width) => sum + width, 0);
  const start = (before + unit) * size * size;
  return { values: values.subarray(start, start + size * size), size };
}
