// internal
import { type DeviceArray, type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { binary } from './binary.js';
import { fill } from './fill.js';
import { select } from './select.js';

/** What stands for a row that there isn't. */
const absent = { float32: Number.NaN, int32: -(2 ** 31), bool: 0 };

/** `gather` by tfjs's kernel, which must not see indices out of range: it reads what lies there. */
export const gather = (t: TfjsRuntime): Kernels['gather'] => {
  const choose = select(t);
  const inRange = inside(t);
  return (x, indices, axis) => {
    const shape = x.shape.with(axis, sizeOf(indices.shape));
    if (sizeOf(shape) === 0) return t.zeros(shape, x.dtype);
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    const count = sizeOf(indices.shape);
    return t.compose(() => {
      const valid = inRange(indices, size);
      const safe = choose(valid, indices, fill(t)([], 0, 'int32'));
      const rows = t.run(
        'GatherV2',
        { x: t.view(x, [outer, size, inner]), indices: safe },
        { axis: 1, batchDims: 0 },
      );
      const missing = fill(t)([], absent[x.dtype], x.dtype);
      return t.view(choose(t.view(valid, [1, count, 1]), rows, missing), shape);
    });
  };
};

/** Which indices are those of an axis of this size. */
export const inside = (t: TfjsRuntime): ((indices: DeviceArray, size: number) => DeviceArray) => {
  const compare = binary(t);
  return (indices, size) =>
    compare(
      'logicalAnd',
      compare('greaterEqual', indices, fill(t)([], 0, 'int32')),
      compare('less', indices, fill(t)([], size, 'int32')),
    );
};
