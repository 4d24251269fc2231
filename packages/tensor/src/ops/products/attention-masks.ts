// internal
import { broadcastShapes, DTypeError, describeShape, type Shape, ShapeError, sizeOf } from '@neurona/backend';
import { arange } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { where } from '../elementwise/where.js';
import { broadcastTo } from '../shape/broadcast-to.js';
import { reshape } from '../shape/reshape.js';

/** What masks say about scores. */
export interface AttentionMasks {
  /** The scores' shape `[..., L, S]`. */
  readonly shape: Shape;
  /** Bool, true where a query may attend to a key; undefined where all may. It broadcasts to the shape. */
  readonly allowed: Tensor | undefined;
  /** Numbers that are added to the scores, all of them over -∞. */
  readonly added: readonly Tensor[];
}

/** Checks masks and sorts them: -∞ in a float mask forbids as false in a boolean one does. */
export function readMasks(
  subject: string,
  query: Pick<Tensor, 'shape'>,
  key: Pick<Tensor, 'shape'>,
  mask: Tensor | readonly Tensor[] = [],
): AttentionMasks {
  const [q, k] = [query.shape, key.shape];
  const leading = broadcastShapes(subject, q.slice(0, -2), k.slice(0, -2));
  const shape = [...leading, q.at(-2)!, k.at(-2)!];
  const masks = [mask].flat() as Tensor[];
  for (const item of masks) checkMask(subject, item, shape);
  const bools: Tensor[] = [];
  const added: Tensor[] = [];
  for (const item of masks) {
    const isAllowed = item.dtype === 'bool' ? item : item.notEqual(Number.NEGATIVE_INFINITY);
    bools.push(isAllowed);
    if (item.dtype === 'float32') added.push(where(isAllowed, item, 0));
  }
  const allowed = bools.length > 0 ? bools.reduce((all, item) => all.logicalAnd(item)) : undefined;
  return { shape, allowed: allowed && atLeastMatrix(allowed), added };
}

const atLeastMatrix = (mask: Tensor): Tensor => (mask.ndim >= 2 ? mask : reshape(mask, [1, mask.size]));

/** Keys or values `[..., S, D]`, with zeros for those that no query may attend to: 0 · NaN would reach every query. */
export const seenKeys = (keys: Tensor, { allowed }: AttentionMasks): Tensor =>
  allowed ? where(allowed.any({ axis: -2 }).unsqueeze(-1), keys, 0) : keys;

/** Queries `[..., L, D]`, with zeros for those that may attend to no key. */
export const lookingQueries = (queries: Tensor, { allowed }: AttentionMasks): Tensor =>
  allowed ? where(allowed.any({ axis: -1, keepDims: true }), queries, 0) : queries;

/** A mask as kernels take it, `[A, M, S]`: the parts that leading axes share are not repeated. */
export function sharedMask(mask: Tensor, shape: Shape): Tensor {
  const sizes = [...new Array<number>(shape.length - mask.ndim).fill(1), ...mask.shape];
  const [leading, [queries, keys]] = [sizes.slice(0, -2), sizes.slice(-2) as [number, number]];
  const parts = leading.findLastIndex((size) => size !== 1) + 1; // axes of A; the others share
  const fits = leading.slice(0, parts).every((size, axis) => size === shape[axis]);
  const isWhole = keys === shape.at(-1);
  if (fits && isWhole) return reshape(mask, [sizeOf(leading), queries, keys]);
  return reshape(broadcastTo(mask, shape), [sizeOf(shape.slice(0, -2)), ...shape.slice(-2)]);
}

/** Whether key j is not behind query i, `[L, S]`. */
export function causalMask(scores: Tensor): Tensor {
  const [queries, keys] = scores.shape.slice(-2) as [number, number];
  const { backend } = scores;
  const i = reshape(arange(0, queries, 1, { dtype: 'int32', backend }), [queries, 1]);
  return i.greaterEqual(arange(0, keys, 1, { dtype: 'int32', backend }));
}

function checkMask(subject: string, mask: Tensor, shape: Shape): void {
  if (mask.dtype === 'int32') {
    throw new DTypeError(subject, {
      expected: 'a mask of dtype bool or float32',
      received: 'int32',
      hint: "Use mask.cast('bool'): true is where attention is allowed.",
    });
  }
  if (describeShape(broadcastShapes(subject, mask.shape, shape)) === describeShape(shape)) return;
  throw new ShapeError(subject, {
    expected: `a mask that broadcasts to the scores' shape ${describeShape(shape)}`,
    received: describeShape(mask.shape),
  });
}
