// internal
import {
  ArgumentError,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';

/** Settings that all normalisations have. */
export interface NormalizationFunctionOptions {
  /** Factor of each feature, default 1. */
  readonly weight?: TensorLike | undefined;
  /** Shift of each feature, default 0. */
  readonly bias?: TensorLike | undefined;
  /** Added to the variance before its root is taken, at least 0. Default 1e-5. */
  readonly eps?: number | undefined;
}

/** @internal */
export const normalizationOptions: OptionTable<NormalizationFunctionOptions> = {
  weight: undefined,
  bias: undefined,
  eps: 1e-5,
};

/** A float32 input. */
export const floatInput = (subject: string, x: TensorLike): Tensor => cast(toTensor(subject, x), 'float32');

/** `eps`, checked. */
export function checkEps(subject: string, eps = 1e-5): number {
  if (eps >= 0) return eps;
  throw new ArgumentError(subject, { expected: 'eps ≥ 0', received: eps });
}

/** A tensor of settings, of a given shape; undefined where it is missing. */
export function ofShape(
  subject: string,
  name: string,
  value: TensorLike | undefined,
  shape: Shape,
  near: Tensor,
): Tensor | undefined {
  if (value === undefined) return undefined;
  const given = toTensor(subject, value, near);
  if (sameShape(given.shape, shape)) return given;
  throw new ShapeError(subject, {
    expected: `${name} of shape ${describeShape(shape)}`,
    received: describeShape(given.shape),
    where: `x has shape ${describeShape(near.shape)}`,
  });
}

/** Axes between the first and the last. @throws {@link ShapeError} if there are fewer than `least` axes. */
export function innerAxes(subject: string, x: Tensor, layout: string, least: number): number[] {
  if (x.ndim >= least) return Array.from({ length: x.ndim - 2 }, (_, i) => i + 1);
  throw new ShapeError(subject, { expected: `x ${layout}`, received: describeShape(x.shape) });
}
