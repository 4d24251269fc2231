import { broadcastShapes, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { broadcastTo } from './broadcast-to.js';

/** `select` by tfjs's kernel, which doesn't broadcast. */
export const select = (t: TfjsRuntime): Kernels['select'] => {
  const stretch = broadcastTo(t);
  return (condition, a, b) => {
    const shape = broadcastShapes('select', condition.shape, broadcastShapes('select', a.shape, b.shape));
    if (sizeOf(shape) === 0) return t.zeros(shape, a.dtype);
    return t.compose(() => {
      const [mask, whereTrue, whereFalse] = [condition, a, b].map((x) =>
        t.view(sizeOf(x.shape) === sizeOf(shape) ? x : stretch(x, shape), [sizeOf(shape)]),
      );
      return t.view(t.run('Select', { condition: mask!, t: whereTrue!, e: whereFalse! }), shape);
    });
  };
};
