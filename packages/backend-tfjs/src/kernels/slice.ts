// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { gather } from './gather.js';

/** `slice` by tfjs's `Slice`, or `StridedSlice` where a step is over 1. */
export const slice =
  (t: TfjsRuntime): Kernels['slice'] =>
  (x, start, size, step) => {
    if (sizeOf(size) === 0) return t.zeros(size, x.dtype);
    if (sizeOf(size) === sizeOf(x.shape)) return t.copy(x);
    if (step.every((s) => s === 1)) return t.run('Slice', { x }, { begin: start, size });
    if (x.dtype !== 'float32' && !t.trusts('StridedSlice')) return sliceByGather(t, x, start, size, step);
    const end = start.map((first, axis) => first + (size[axis]! - 1) * step[axis]! + 1);
    const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
    return t.run('StridedSlice', { x }, { begin: start, end, strides: step, ...masks });
  };

function sliceByGather(
  t: TfjsRuntime,
  x: DeviceArray,
  start: readonly number[],
  size: readonly number[],
  step: readonly number[],
): DeviceArray {
  return t.compose(() => {
    let result = x;
    for (const [axis, count] of size.entries()) {
      if (count === x.shape[axis]) continue;
      const indices = Int32Array.from({ length: count }, (_, i) => start[axis]! + i * step[axis]!);
      result = gather(t)(result, t.write(indices, [count], 'int32'), axis);
    }
    return result;
  });
}
