// internal
import { broadcastShapes, type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { broadcastTo } from './broadcast-to.js';

/** `select` by TensorFlow's operation, or by tfjs's kernel, which doesn't broadcast; of bools by logic where that is wrong. */
export const select = (t: TfjsRuntime): Kernels['select'] => {
  const stretch = broadcastTo(t);
  return (condition, a, b) => {
    const shape = broadcastShapes('select', condition.shape, broadcastShapes('select', a.shape, b.shape));
    const size = sizeOf(shape);
    if (size === 0) return t.zeros(shape, a.dtype);
    if (t.has('SelectV2')) return t.run('SelectV2', { condition, t: a, e: b });
    return t.compose(() => {
      const flat = (x: DeviceArray) => t.view(sizeOf(x.shape) === size ? x : stretch(x, shape), [size]);
      const [mask, whereTrue, whereFalse] = [flat(condition), flat(a), flat(b)] as const;
      if (a.dtype !== 'bool' || t.trusts('Select')) {
        return t.view(t.run('Select', { condition: mask, t: whereTrue, e: whereFalse }), shape);
      }
      const chosen = t.run('LogicalAnd', { a: mask, b: whereTrue });
      const rest = t.run('LogicalAnd', { a: t.run('LogicalNot', { x: mask }), b: whereFalse });
      return t.view(t.run('LogicalOr', { a: chosen, b: rest }), shape);
    });
  };
};
