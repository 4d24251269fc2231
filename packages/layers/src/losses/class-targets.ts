// internal
import {
  ArgumentError,
  DTypeError,
  describeShape,
  type Shape,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';
import { type ClassLossOptions, type Reduction, reduceLoss } from './reduction.js';
import { checkShape } from './same-shape.js';

/** Class targets, flat, with what the settings make of them. */
export interface ClassTargets {
  /** Classes `[M]`; 0 in place of those to be ignored. */
  readonly classes: Tensor;
  /** Which are not to be ignored `[M]`; undefined where all count. */
  readonly kept: Tensor | undefined;
  /** The factor of each one's class `[M]`, 0 where it is ignored; undefined where it is 1. */
  readonly factors: Tensor | undefined;
}

/**
 * Checks class targets against scores `[..., C]`.
 * @throws {@link ShapeError} if the shapes don't fit, {@link DTypeError} if the targets are not int32.
 */
export function checkClassTargets(
  subject: string,
  scores: Tensor,
  targets: Tensor,
  options: ClassLossOptions,
): void {
  if (scores.ndim === 0 || !sameShape(scores.shape.slice(0, -1), targets.shape)) {
    throw wrongTargets(subject, scores.shape, targets.shape);
  }
  if (targets.dtype !== 'int32') {
    throw new DTypeError(subject, {
      expected: 'int32 targets',
      received: targets.dtype,
      hint: "Use targets.cast('int32').",
    });
  }
  const { ignoreIndex, weight } = options;
  if (ignoreIndex !== undefined && !Number.isInteger(ignoreIndex)) {
    throw new ArgumentError(subject, {
      expected: 'ignoreIndex to be a whole number',
      received: ignoreIndex,
    });
  }
  checkShape(subject, 'weight', weight, [scores.shape.at(-1)!]);
}

const wrongTargets = (subject: string, scores: Shape, targets: Shape): ShapeError => {
  const expected =
    subject === 'crossEntropy'
      ? 'logits [..., C] with targets [...] or [..., C]'
      : 'inputs [..., C] with targets [...]';
  return new ShapeError(subject, {
    expected,
    received: `${describeShape(scores)} and ${describeShape(targets)}`,
    hint: 'The classes are the last axis.',
  });
};

/** Flattens targets and looks up their factors. */
export function classTargets(targets: Tensor, { weight, ignoreIndex }: ClassLossOptions): ClassTargets {
  const flat = targets.reshape([targets.size]); // [M]
  const kept = ignoreIndex === undefined ? undefined : flat.notEqual(ignoreIndex);
  const classes = kept ? kept.where(flat, 0) : flat;
  const ofClass = weight?.indexSelect(0, classes); // [M]
  const factors = kept ? kept.where(ofClass ?? 1, 0).cast('float32') : ofClass;
  return { classes, kept, factors };
}

/** Losses `[M]` times their factors; those of factor 0 are 0 whatever they were. */
export const weighLosses = (losses: Tensor, { factors }: ClassTargets): Tensor =>
  factors ? factors.notEqual(0).where(losses, 0).mul(factors) : losses;

/** Folds losses `[M]` of class targets; the mean divides by the sum of the factors, and is 0 where that is 0. */
export function reduceClassLoss(
  subject: string,
  losses: Tensor,
  { factors }: ClassTargets,
  shape: Shape,
  reduction: Reduction | undefined,
): Tensor {
  if (factors && (reduction ?? 'mean') === 'mean') {
    const total = factors.sum();
    const isEmpty = total.equal(0);
    return isEmpty.where(0, losses.sum().div(isEmpty.where(1, total)));
  }
  return reduceLoss(subject, reduction === 'none' ? losses.reshape(shape) : losses, reduction);
}
