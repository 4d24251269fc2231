// internal
import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';

const kernels = { sum: 'Cumsum', prod: 'Cumprod' } as const;

/** `cumulate` by tfjs's kernels. */
export const cumulate =
  (t: TfjsRuntime): Kernels['cumulate'] =>
  (op, x, axis) => {
    if (sizeOf(x.shape) === 0) return t.zeros(x.shape, x.dtype);
    const { outer, size, inner } = splitAtAxis(x.shape, axis);
    if (size === 1) return t.copy(x);
    const split = inner === 1 ? t.view(x, [outer, size]) : t.view(x, [outer, size, inner]);
    return t.view(t.run(kernels[op], { x: split }, { axis: 1, exclusive: false, reverse: false }), x.shape);
  };
