// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { fill } from './fill.js';
import { select } from './select.js';

/** `pad` by tfjs's kernel. */
export const pad =
  (t: TfjsRuntime): Kernels['pad'] =>
  (x, padding, value) => {
    if (padding.every(([before, after]) => before === 0 && after === 0)) return t.copy(x);
    const shape = x.shape.map((size, axis) => size + padding[axis]![0] + padding[axis]![1]);
    if (sizeOf(x.shape) === 0) return fill(t)(shape, value, x.dtype);
    const around = (inner: DeviceArray, constantValue: number): DeviceArray =>
      t.run('PadV2', { x: inner }, { paddings: padding, constantValue });
    if (!Number.isNaN(value)) return around(x, value);
    // tfjs's kernel on wasm puts -∞ for NaN
    return t.compose(() => {
      const isInside = t.run('Equal', { a: around(fill(t)(x.shape, 1, 'float32'), 0), b: t.scalar(1) });
      return select(t)(isInside, around(x, 0), t.scalar(Number.NaN));
    });
  };
