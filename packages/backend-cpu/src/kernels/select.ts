// internal
import { broadcastShapes, type DeviceArray, type Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { broadcastRows, rowSizes } from '../strided.js';

/** `select`: row by row of the broadcast shape. */
export const select =
  (t: CpuRuntime): Kernels['select'] =>
  (condition, a, b) => {
    const shape = broadcastShapes('select', condition.shape, broadcastShapes('select', a.shape, b.shape));
    const { array, values } = t.make(shape, a.dtype);
    const { count, length } = rowSizes(shape);
    const source = (x: DeviceArray) => ({ values: t.values(x), ...broadcastRows(x.shape, shape) });
    const [mask, whereTrue, whereFalse] = [source(condition), source(a), source(b)] as const;
    for (let row = 0, at = 0; row < count; row++) {
      for (let i = 0; i < length; i++, at++) {
        const from = mask.values[mask.starts[row]! + i * mask.step] ? whereTrue : whereFalse;
        values[at] = from.values[from.starts[row]! + i * from.step]!;
      }
    }
    return array;
  };
