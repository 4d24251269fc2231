/** A part of a network: a unit, or a weight; `input` −1 is the bias of the unit. Layer 0 is the first that has weights. */
export type NetworkPart =
  | { readonly kind: 'unit'; readonly layer: number; readonly unit: number }
  | { readonly kind: 'weight'; readonly layer: number; readonly input: number; readonly unit: number };

/** The same for the same part. */
export const partKey = (part: NetworkPart): string =>
  part.kind === 'unit'
    ? `unit ${part.layer} ${part.unit}`
    : `weight ${part.layer} ${part.input} ${part.unit}`;
