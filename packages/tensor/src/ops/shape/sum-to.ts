// internal
import { type Shape, sameShape } from '@neurona/backend';
import type { Tensor } from '../../tensor.js';

/** Sums over the axes that broadcasting from `shape` stretched or added: the derivative of broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const added = x.ndim - shape.length;
  const axes = x.shape
    .map((_, i) => i)
    .filter((i) => i < added || (shape[i - added] === 1 && x.shape[i] !== 1));
  return (axes.length > 0 ? x.sum({ axis: axes }) : x).reshape(shape);
}
