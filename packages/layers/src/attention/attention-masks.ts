// internal
import { DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { arange, concat, type Tensor, zeros } from '@neurona/tensor';
import { finiteWhereIgnored } from '../ignored.js';

/** Masks in a call of an attention layer. */
interface GivenMasks {
  readonly keyPaddingMask?: Tensor | undefined;
  readonly mask?: Tensor | undefined;
}

/** Sizes of scores: N, numHeads, L, S. */
type ScoreShape = readonly [batch: number, heads: number, queries: number, keys: number];

/** Checks masks, and reshapes each of them to the axes `[N, numHeads, L, S]`, some of size 1. */
export function layerMasks({ keyPaddingMask, mask }: GivenMasks, shape: ScoreShape): Tensor[] {
  const [batch, heads, queries, keys] = shape;
  const masks: Tensor[] = [];
  if (keyPaddingMask) {
    checkMask('keyPaddingMask', keyPaddingMask, [[batch, keys]]);
    masks.push(keyPaddingMask.reshape([batch, 1, 1, keys]));
  }
  if (mask) {
    if (mask.ndim !== 4) {
      checkMask('mask', mask, [
        [queries, keys],
        [batch * heads, queries, keys],
      ]);
    }
    const leading = mask.ndim === 3 ? [batch, heads] : mask.ndim === 2 ? [1, 1] : mask.shape.slice(0, 2);
    masks.push(mask.reshape([...leading, ...mask.shape.slice(-2)]));
  }
  return masks;
}

/** The same masks for scores with added keys at the end, which every query may attend to. */
export function withAddedKeys(masks: readonly Tensor[], added: number, shape: ScoreShape): Tensor[] {
  return masks.map((mask) => {
    const whole = mask.broadcastTo(mask.shape.with(-1, shape[3]));
    const open = zeros(mask.shape.with(-1, added), { dtype: mask.dtype, backend: mask.backend });
    return concat([whole, mask.dtype === 'bool' ? open.logicalNot() : open], { axis: -1 });
  });
}

/** Query i sees keys 0 to i: `[1, 1, L, S]`. */
export function causalMask([, , queries, keys]: ScoreShape, { backend }: Tensor): Tensor {
  const positions = (count: number): Tensor => arange(0, count, 1, { dtype: 'int32', backend });
  return positions(queries).reshape([1, 1, queries, 1]).greaterEqual(positions(keys));
}

/** True where a mask lets a query attend to a key. */
const isVisible = (mask: Tensor): Tensor =>
  mask.dtype === 'bool' ? mask : mask.notEqual(Number.NEGATIVE_INFINITY);

/** Elements `[N, S, E]` with NaN and infinities zeroed in those that no query may attend to in any head. */
export function seenElements(x: Tensor, masks: readonly Tensor[]): Tensor {
  if (masks.length === 0) return x;
  const visible = masks.map(isVisible).reduce((all, mask) => all.logicalAnd(mask));
  return finiteWhereIgnored(x, visible.any({ axis: [1, 2] }).unsqueeze(-1));
}

/** Elements `[N, S, E]` or `[S, E]` with NaN and infinities zeroed in those that are padding. */
export const withoutPadding = (x: Tensor, keyPaddingMask: Tensor | undefined): Tensor =>
  keyPaddingMask ? finiteWhereIgnored(x, isVisible(keyPaddingMask).unsqueeze(-1)) : x;

function checkMask(name: string, mask: Tensor, shapes: readonly (readonly number[])[]): void {
  if (mask.dtype === 'int32') {
    throw new DTypeError('MultiheadAttention', {
      expected: `a ${name} of dtype bool or float32`,
      received: 'int32',
      hint: "Use mask.cast('bool'): true is where attention is allowed.",
    });
  }
  const options = shapes.map(describeShape);
  if (options.includes(describeShape(mask.shape))) return;
  throw new ShapeError('MultiheadAttention', {
    expected: `a ${name} of shape ${options.join(' or ')}`,
    received: describeShape(mask.shape),
  });
}
