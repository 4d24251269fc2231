// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `broadcastTo` by tfjs's `Tile`. */
export const broadcastTo =
  (t: TfjsRuntime): Kernels['broadcastTo'] =>
  (x, shape) => {
    if (sizeOf(shape) === 0) return t.zeros(shape, x.dtype);
    if (sizeOf(shape) === sizeOf(x.shape)) return t.view(t.copy(x), shape);
    const aligned = [...new Array<number>(shape.length - x.shape.length).fill(1), ...x.shape];
    const reps = shape.map((size, axis) => size / aligned[axis]!);
    return t.run('Tile', { x: t.view(x, aligned) }, { reps });
  };
