// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

/** `broadcastTo` by tfjs's `Tile`, one axis after the other: of five axes and more it waits for the device. */
export const broadcastTo =
  (t: TfjsRuntime): Kernels['broadcastTo'] =>
  (x, shape) => {
    if (sizeOf(shape) === 0) return t.zeros(shape, x.dtype);
    if (sizeOf(shape) === sizeOf(x.shape)) return t.view(t.copy(x), shape);
    const aligned = [...new Array<number>(shape.length - x.shape.length).fill(1), ...x.shape];
    if (shape.length < 5) {
      return t.run(
        'Tile',
        { x: t.view(x, aligned) },
        { reps: shape.map((size, axis) => size / aligned[axis]!) },
      );
    }
    return t.compose(() => {
      let result = t.view(x, aligned);
      for (const [axis, size] of shape.entries()) {
        if (size === result.shape[axis]) continue;
        const wider = result.shape.with(axis, size);
        const flat = t.view(result, [sizeOf(wider.slice(0, axis)), 1, sizeOf(wider.slice(axis + 1))]);
        result = t.view(t.run('Tile', { x: flat }, { reps: [1, size, 1] }), wider);
      }
      return result;
    });
  };
