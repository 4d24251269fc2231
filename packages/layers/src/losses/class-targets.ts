// internal
import {
  ArgumentError,
  DTypeError,
  describeShape,
  type Shape,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { knownValues, type Tensor } from '@neurona/tensor';
import { type Divisor, noteDivisor } from './divisor.js';
import { type ClassLossOptions, type Reduction, reduceLoss } from './reduction.js';
import { checkShape, checkTensors } from './same-shape.js';

/** Class targets, flat, with what the settings make of them. */
export interface ClassTargets {
  /** Classes `[M]`; 0 in place of those to be ignored. */
  readonly classes: Tensor;
  /** Which are not to be ignored `[M]`; undefined where all count. */
  readonly kept: Tensor | undefined;
  /** The factor of each one's class `[M]`, 0 where it is ignored; undefined where it is 1. */
  readonly factors: Tensor | undefined;
  /** The sum of the factors, where it is known without asking the device. */
  readonly knownTotal: () => number | undefined;
}

/**
 * Checks class targets against scores `[..., C]`; the classes themselves where they are known without waiting for the device.
 * @throws {@link ShapeError} if the shapes don't fit, {@link DTypeError} if the targets are not int32, {@link ArgumentError} if
 * one is known to be no class.
 */
export function checkClassTargets(
  subject: string,
  scores: Tensor,
  targets: Tensor,
  options: ClassLossOptions,
): void {
  checkTensors(subject, scores, targets);
  if (scores.ndim === 0 || !sameShape(scores.shape.slice(0, -1), targets.shape)) {
    throw wrongTargets(subject, scores.shape, targets.shape);
  }
  if (targets.dtype !== 'int32') {
    throw new DTypeError(subject, {
      expected: 'int32 targets',
      received: targets.dtype,
      hint: "Use targets.cast('int32'), or Int32Array.from(targets) where they are made.",
    });
  }
  const { ignoreIndex, weight } = options;
  if (ignoreIndex !== undefined && !Number.isInteger(ignoreIndex)) {
    throw new ArgumentError(subject, {
      expected: 'ignoreIndex to be an integer',
      received: ignoreIndex,
    });
  }
  checkShape(subject, 'weight', weight, [scores.shape.at(-1)!]);
  checkClasses(subject, scores.shape.at(-1)!, targets, ignoreIndex);
}

/** Checks the targets that can be read without waiting for the device: all on wasm and cpu, and those of a loader's batches. */
function checkClasses(
  subject: string,
  count: number,
  targets: Tensor,
  ignoreIndex: number | undefined,
): void {
  const values = knownValues(targets);
  const wrong = values?.findIndex((value) => (value < 0 || value >= count) && value !== ignoreIndex) ?? -1;
  if (wrong < 0) return;
  throw new ArgumentError(subject, {
    expected: `targets from 0 to ${count - 1}, as there are ${count} scores`,
    received: values![wrong],
    where: `target ${wrong} of ${targets.size}`,
    hint:
      values![wrong]! < 0
        ? `Pass { ignoreIndex: ${values![wrong]} } if it stands for padding.`
        : 'Classes are counted from 0: subtract 1 from labels that begin at 1, or give the model more outputs.',
  });
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
  return { classes, kept, factors, knownTotal: () => knownTotal(targets, { weight, ignoreIndex }) };
}

function knownTotal(targets: Tensor, { weight, ignoreIndex }: ClassLossOptions): number | undefined {
  const values = knownValues(targets);
  const weights = weight && knownValues(weight);
  if (!values || (weight && !weights)) return undefined;
  let total = 0;
  for (const value of values) if (value !== ignoreIndex) total += weights ? weights[value]! : 1;
  return total;
}

/** Losses `[M]` times their factors; losses with factor 0 are 0, whatever they were. */
export const weighLosses = (losses: Tensor, { factors }: ClassTargets): Tensor =>
  factors ? factors.notEqual(0).where(losses, 0).mul(factors) : losses;

/** Reduces losses `[M]` of class targets; the mean divides by the sum of the factors, and is 0 where that is 0. */
export function reduceClassLoss(
  subject: string,
  losses: Tensor,
  { factors, knownTotal }: ClassTargets,
  shape: Shape,
  reduction: Reduction | undefined,
): Tensor {
  if (factors && (reduction ?? 'mean') === 'mean') {
    const total = factors.sum();
    noteDivisor((): Divisor => knownTotal() ?? total);
    const isEmpty = total.equal(0);
    return isEmpty.where(0, losses.sum().div(isEmpty.where(1, total)));
  }
  return reduceLoss(subject, reduction === 'none' ? losses.reshape(shape) : losses, reduction);
}
