// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { concat } from './concat.js';
import { fill } from './fill.js';

/** `pad` by tfjs's kernel, or side by side with what is filled where that is wrong. */
export const pad =
  (t: TfjsRuntime): Kernels['pad'] =>
  (x, padding, value) => {
    if (padding.every(([before, after]) => before === 0 && after === 0)) return t.copy(x);
    const shape = x.shape.map((size, axis) => size + padding[axis]![0] + padding[axis]![1]);
    if (sizeOf(x.shape) === 0) return fill(t)(shape, value, x.dtype);
    if (t.trusts('PadV2')) return t.run('PadV2', { x }, { paddings: padding, constantValue: value });
    return t.compose(() => padding.reduce((part, sides, axis) => padAxis(t, part, axis, sides, value), x));
  };

function padAxis(
  t: TfjsRuntime,
  x: DeviceArray,
  axis: number,
  sides: readonly [before: number, after: number],
  value: number,
): DeviceArray {
  if (sides[0] === 0 && sides[1] === 0) return x;
  const [before, after] = sides.map((size) => fill(t)(x.shape.with(axis, size), value, x.dtype));
  return concat(t)([before!, x, after!], axis);
}
