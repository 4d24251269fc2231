// internal
import { type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { fill } from './fill.js';

/** `pad` by tfjs's kernel. */
export const pad =
  (t: TfjsRuntime): Kernels['pad'] =>
  (x, padding, value) => {
    if (padding.every(([before, after]) => before === 0 && after === 0)) return t.copy(x);
    const shape = x.shape.map((size, axis) => size + padding[axis]![0] + padding[axis]![1]);
    if (sizeOf(x.shape) === 0) return fill(t)(shape, value, x.dtype);
    return t.run('PadV2', { x }, { paddings: padding, constantValue: value });
  };
