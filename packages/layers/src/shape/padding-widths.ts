// internal
import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { checkTensor, type Padding, type PadFunctionOptions, pad, type Tensor } from '@neurona/tensor';
import type { SequencePadding } from './sequence-padding.js';
import type { VolumePadding } from './volume-padding.js';

type Sides = readonly [before: number, after: number];

function padInner(
  subject: string,
  x: Tensor,
  sides: readonly Sides[],
  layout: string,
  options: PadFunctionOptions,
): Tensor {
  const leading = checkTensor(subject, x).ndim - sides.length - 1;
  if (leading < 0)
    throw new ShapeError(subject, { expected: `x ${layout}`, received: describeShape(x.shape) });
  const none = Array.from({ length: leading }, () => [0, 0] as const);
  return pad(x, [...none, ...sides, [0, 0]], options);
}

/** Pads the three axes before the last. */
export const padVolume = (
  subject: string,
  x: Tensor,
  padding: VolumePadding,
  options: PadFunctionOptions,
): Tensor => padInner(subject, x, volumeSides(subject, padding), '[..., D, H, W, C]', options);

function volumeSides(subject: string, padding: VolumePadding): readonly Sides[] {
  if (typeof padding === 'number') return [0, 1, 2].map(() => [padding, padding] as const);
  checkWidths(subject, padding);
  if ('length' in padding) return padding.map((width) => [width, width] as const);
  const { front = 0, back = 0, ...image } = padding;
  return [[front, back], ...sidesOf(subject, image)];
}

function checkWidths(subject: string, padding: unknown): void {
  if (typeof padding === 'object' && padding !== null) return;
  throw new ArgumentError(subject, {
    expected: 'padding to be a number, a list of them, or widths by side',
    received: padding,
    hint: 'Sides are top, bottom, left and right.',
  });
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
  padInner(subject, x, sidesOf(subject, padding), '[..., H, W, C]', options);

function sidesOf(subject: string, padding: Padding): readonly [Sides, Sides] {
  if (typeof padding === 'number')
    return [
      [padding, padding],
      [padding, padding],
    ];
  checkWidths(subject, padding);
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
