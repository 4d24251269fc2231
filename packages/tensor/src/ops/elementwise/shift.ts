// internal
import type { Tensor } from '../../tensor.js';
import { padConstant, sliceAxis } from '../indexing/box.js';

/** The last axis moved: element i comes from i - by, `fill` from over the edge. */
export function shift(x: Tensor, by: number, fill: number): Tensor {
  const axis = x.ndim - 1;
  const size = x.shape[axis]!;
  const gap = Math.min(Math.abs(by), size);
  const rest = sliceAxis(x, axis, by > 0 ? 0 : gap, size - gap);
  const padding = x.shape.map((_, i) =>
    i < axis ? ([0, 0] as const) : by > 0 ? ([gap, 0] as const) : ([0, gap] as const),
  );
  return padConstant(rest, padding, fill);
}
