// internal
import type { Tensor } from '../../tensor.js';
import type { MaxPoolResult } from './max-pool2d.js';

/** Largest values of windows, and how to compute their positions. */
export interface PooledMaximum {
  readonly values: Tensor;
  readonly indices: () => Tensor;
}

/** The values with their positions, computed. */
export const withPlaces = ({ values, indices }: PooledMaximum): MaxPoolResult => ({
  values,
  indices: indices(),
});
