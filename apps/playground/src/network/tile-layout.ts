/** A unit's place in the drawing of a network: its column (0: the inputs), its row, and the middle of its picture. */
export interface UnitPlace {
  readonly layer: number;
  readonly unit: number;
  readonly x: number;
  readonly y: number;
}

/** Where everything is, in CSS pixels. */
export interface TileLayout {
  readonly columns: readonly (readonly UnitPlace[])[];
  /** Side of a picture. */
  readonly picture: number;
  /** Distance of the rows. */
  readonly pitch: number;
}

const largest = 46;

/**
 * Lays a network out from left to right.
 * @param widths - Units of each column: inputs, hidden layers, output.
 */
export function layOut(widths: readonly number[], width: number, height: number): TileLayout {
  const most = Math.max(...widths, 4);
  const pitch = Math.min(height / most, largest + 14);
  const picture = Math.floor(Math.min(pitch - 6, (0.68 * width) / widths.length, largest));
  const inset = picture / 2 + 2;
  const step = (width - 2 * inset) / (widths.length - 1);
  const columns = widths.map((count, layer) =>
    Array.from({ length: count }, (_, unit) => ({
      layer,
      unit,
      x: inset + layer * step,
      y: height / 2 + (unit - (count - 1) / 2) * pitch,
    })),
  );
  return { columns, picture, pitch };
}
