// internal: points that no line parts
import { ArrayDataset, hostArray } from '@neurona/datasets';
import { Linear, ReLU, Sequential } from '@neurona/layers';

/** Points whose class is whether x0 · x1 > 0: XOR. */
export function xor(count: number, seed: number): ArrayDataset {
  const values = Float32Array.from({ length: 2 * count }, (_, i) => Math.sin(7.3 * (i + 1) * seed));
  const classes = Int32Array.from({ length: count }, (_, i) =>
    values[2 * i]! * values[2 * i + 1]! > 0 ? 1 : 0,
  );
  return new ArrayDataset([hostArray(values, [count, 2]), hostArray(classes)]);
}

/** A network that can learn them. */
export const network = () => new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2));
