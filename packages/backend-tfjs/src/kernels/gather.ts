// internal
import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `gather` by tfjs's kernel. */
export const gather =
  (t: TfjsRuntime): Kernels['gather'] =>
  (x, indices, axis) => {
    const shape = x.shape.with(axis, sizeOf(indices.shape));
    if (sizeOf(shape) === 0) return t.zeros(shape, x.dtype);
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const split = t.view(x, [outer, size, inner]);
    return t.view(t.run('GatherV2', { x: split, indices }, { axis: 1, batchDims: 0 }), shape);
  };
