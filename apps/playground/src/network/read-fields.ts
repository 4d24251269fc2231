import { concat, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Range } from '../plane/place.js';
import { type LayeredNetwork, readLayers } from './layered-network.js';
import type { TiledNetwork } from './unit-field.js';

const fieldSize = 57;
const unitSize = 25;

/** The points of a grid over a part of the plane, row by row from below: `[size², 2]`. */
export function gridPoints([xRange, yRange]: readonly [Range, Range], size: number): Tensor {
  const at = ([low, high]: Range, i: number) => low + ((high - low) * i) / (size - 1);
  const rows = Array.from({ length: size * size }, (_, i) => [
    at(xRange, i % size),
    at(yRange, Math.floor(i / size)),
  ]);
  return tensor(rows);
}

/** Reads what a network and each of its units answer over a part of the plane. */
export class FieldReader {
  readonly #grid: Tensor;
  readonly #unitGrid: Tensor;

  constructor(ranges: readonly [Range, Range]) {
    this.#grid = gridPoints(ranges, fieldSize);
    this.#unitGrid = gridPoints(ranges, unitSize);
  }

  async read(model: LayeredNetwork): Promise<TiledNetwork> {
    const wasTraining = model.training;
    model.eval();
    const held = noGrad(() =>
      scoped(() => ({
        field: model.forward(this.#grid).mul(0.5).tanh(), // 2 σ(z) − 1
        units: concat([this.#unitGrid, ...model.hiddenValues(this.#unitGrid)], { axis: 1 }),
      })),
    );
    if (wasTraining) model.train();
    const [values, units] = await Promise.all([held.field.data(), held.units.data()]);
    held.field.dispose();
    held.units.dispose();
    return {
      field: { values: values as Float32Array, size: fieldSize },
      units: { values: unitFields(units as Float32Array), size: unitSize },
      layers: await readLayers(model.layers),
    };
  }

  dispose(): void {
    this.#grid.dispose();
    this.#unitGrid.dispose();
  }
}

/** From a row a grid point to a field a unit, inputs first, each divided by its largest value. */
function unitFields(rows: Float32Array): Float32Array {
  const points = unitSize * unitSize;
  const count = rows.length / points;
  const fields = new Float32Array(rows.length);
  for (let unit = 0; unit < count; unit++) {
    let largest = 1e-6;
    for (let i = 0; i < points; i++) largest = Math.max(largest, Math.abs(rows[i * count + unit]!));
    for (let i = 0; i < points; i++) fields[unit * points + i] = rows[i * count + unit]! / largest;
  }
  return fields;
}
