// internal
import { describeShape, ShapeError } from '@neurona/backend';
import { type Padding, type PadFunctionOptions, pad, type Tensor } from '@neurona/tensor';
import type { SequencePadding } from './sequence-padding.js';

type Sides = readonly [before: number, after: number];

function padInner(
  subject: string,
  x: Tensor,
  sides: readonly Sides[],
  layout: string,
  options: PadFunctionOptions,
): Tensor {
  const leading = x.ndim - sides.length - 1;
  if (leading < 0)
    throw new ShapeError(subject, { expected: `x ${layout}`, received: describeShape(x.shape) });
  const none = Array.from({ length: leading }, () => [0, 0] as const);
  return pad(x, [...none, ...sides, [0, 0]], options);
}

/** Pads the axis before the last. */
export const padSequence = (
  subject: string,
  x: Tensor,
  padding: SequencePadding,
  options: PadFunctionOptions,
): Tensor =>
  padInner(subject, x, [typeof padding === 'number' ? [padding, padding] : padding], '[..., L, C]', options);

/** Pads the two axes before the last. */
export const padImage = (subject: string, x: Tensor, padding: Padding, options: PadFunctionOptions): Tensor =>
  padInner(subject, x, sidesOf(padding), '[..., H, W, C]', options);

function sidesOf(padding: Padding): readonly [Sides, Sides] {
  if (typeof padding === 'number')
    return [
      [padding, padding],
      [padding, padding],
    ];
  if ('length' in padding)
    return [
      [padding[0], padding[0]],
      [padding[1], padding[1]],
    ];
  const { top = 0, bottom = 0, left = 0, right = 0 } = padding;
  return [
    [top, bottom],
    [left, right],
  ];
}
