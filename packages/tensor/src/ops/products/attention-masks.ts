// internal
import {
  ArgumentError,
  broadcastShapes,
  DTypeError,
  describeShape,
  type Shape,
  ShapeError,
  sizeOf,
} from '@neurona/backend';
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

/** Whether masks are the same for all queries: they hide keys, or nothing. */
export const hidesKeysAlone = ({ allowed, added }: AttentionMasks): boolean =>
  added.length === 0 && (!allowed || allowed.shape.at(-2) === 1);

/** What such masks let queries see, as kernels take it, `[A, S]`; undefined where it is everything. */
export function sharedKeys({ allowed, shape }: AttentionMasks): Tensor | undefined {
  if (!allowed) return undefined;
  const shared = sharedMask(allowed, shape.with(-2, 1)); // [A, 1, S]
  return reshape(shared, [shared.shape[0]!, shared.shape[2]!]);
}

/** Where queries stand among keys, and how far they see. */
export interface CausalRange {
  /** The key at which the first query stands, default 0. */
  readonly offset?: number | undefined;
  /** To how many keys a query attends at most, default all. */
  readonly window?: number | undefined;
}

/** Whether key j is at the place of query i or before it, within the window, `[L, S]`. */
export function causalMask(scores: Tensor, { offset = 0, window }: CausalRange = {}): Tensor {
  const [queries, keys] = scores.shape.slice(-2) as [number, number];
  const { backend } = scores;
  const places = arange(offset, offset + queries, 1, { dtype: 'int32', backend });
  const i = reshape(places, [queries, 1]);
  const j = arange(0, keys, 1, { dtype: 'int32', backend });
  const isBefore = i.greaterEqual(j);
  return window === undefined ? isBefore : isBefore.logicalAnd(j.greater(i.sub(window)));
}

/** Checks the range of causal attention: only that has one. */
export function checkRange(
  subject: string,
  { causal = false, offset, window }: CausalRange & { readonly causal?: boolean | undefined },
): void {
  const ranges = { offset: [offset, 0], window: [window, 1] } as const;
  for (const [name, [value, least]] of Object.entries(ranges)) {
    if (value === undefined || (value === 0 && name === 'offset')) continue;
    if (!(Number.isSafeInteger(value) && value >= least)) {
      const expected = `${name} to be a whole number of at least ${least}`;
      throw new ArgumentError(subject, { expected, received: value });
    }
    if (!causal) {
      const hint = 'Pass causal: true, or a mask.';
      throw new ArgumentError(subject, { expected: `no ${name} without causal`, received: value, hint });
    }
  }
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
