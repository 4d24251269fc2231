import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { gather, logSigmoid, scoped, type Tensor } from '@neurona/tensor';
import { finiteWhereIgnored, finiteWhereWeightless } from '../ignored.js';
import { checkClassTargets } from './class-targets.js';
import { type MarginOptions, marginOptions } from './hinge.js';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkSameShape, checkShape } from './same-shape.js';

/** Settings of {@link multiMargin}. */
export interface MultiMarginOptions extends MarginOptions {
  /** Power of each term, 1 or 2. Default 1. */
  readonly p?: 1 | 2 | undefined;
  /** Factor of each class `[C]`, default 1. */
  readonly weight?: Tensor | undefined;
}

const multiMarginOptions: OptionTable<MultiMarginOptions> = { ...marginOptions, p: 1, weight: undefined };

/** Settings of {@link multilabelSoftMargin}. */
export interface MultilabelSoftMarginOptions extends LossOptions {
  /** Factor of each class `[C]`, default 1. */
  readonly weight?: Tensor | undefined;
}

const multilabelOptions: OptionTable<MultilabelSoftMarginOptions> = { ...lossOptions, weight: undefined };

/**
 * Multi-class hinge loss: the score of the right class must exceed every other one by a margin.
 *
 *     L_n = (1/C) Σ_{c ≠ t} w_t max(0, margin - x_n[t] + x_n[c])ᵖ
 *
 * Shape: outputs `[N, C]`, targets int32 `[N]` → `[]`, or `[N]` for reduction `none`.
 * @param options - `reduction` (mean), `margin` (1), `p` (1), `weight` of the classes (1).
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if the targets are not int32;
 * {@link ArgumentError} if p is neither 1 nor 2.
 * @example
 * await multiMargin(tensor([[0.5, 0, 1]]), tensor([0], { dtype: 'int32' })).item(); // => 0.6667
 */
export function multiMargin(outputs: Tensor, targets: Tensor, options: MultiMarginOptions = {}): Tensor {
  checkOptions('multiMargin', options, multiMarginOptions);
  const { margin = 1, p = 1, weight, reduction } = options;
  checkClassTargets('multiMargin', outputs, targets, { weight });
  if (p !== 1 && p !== 2) throw new ArgumentError('multiMargin', { expected: 'p 1 or 2', received: p });
  return scoped(() => {
    const count = outputs.shape.at(-1)!;
    const factors = weight?.indexSelect(0, targets.reshape([targets.size])).reshape(targets.shape);
    const scores = factors ? finiteWhereIgnored(outputs, factors.notEqual(0).unsqueeze(-1)) : outputs;
    const own = gather(scores, -1, targets.unsqueeze(-1)); // [N, 1]
    const excess = scores.sub(own).add(margin).clamp({ min: 0 }); // [N, C]
    const terms = targets
      .oneHot(count)
      .cast('bool')
      .where(0, p === 2 ? excess.square() : excess);
    const sums = terms.sum({ axis: -1 }).div(count); // [N]
    return reduceLoss('multiMargin', factors ? sums.mul(factors) : sums, reduction);
  });
}

/**
 * Binary cross-entropy of each class by itself, from logits, averaged over the classes: for examples with several labels.
 *
 *     L_n = -(1/C) Σ_c w_c (y_nc log σ(x_nc) + (1 - y_nc) log σ(-x_nc))
 *
 * Shape: logits, targets `[..., C]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param targets - 1 for labels that apply, else 0.
 * @param options - `reduction` (mean), `weight` of the classes (1).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await multilabelSoftMargin(tensor([[2, -1]]), tensor([[1, 0]])).item(); // => 0.2201
 */
export function multilabelSoftMargin(
  logits: Tensor,
  targets: Tensor,
  options: MultilabelSoftMarginOptions = {},
): Tensor {
  checkOptions('multilabelSoftMargin', options, multilabelOptions);
  const { weight, reduction } = options;
  checkSameShape('multilabelSoftMargin', logits, targets);
  checkShape('multilabelSoftMargin', 'weight', weight, logits.shape.slice(-1));
  return scoped(() => {
    const x = finiteWhereWeightless(logits, weight);
    const y = finiteWhereWeightless(targets, weight);
    const present = y.mul(logSigmoid(x));
    const terms = present.add(y.neg().add(1).mul(logSigmoid(x.neg())));
    const losses = (weight ? terms.mul(weight) : terms).mean({ axis: -1 }).neg(); // [...]
    return reduceLoss('multilabelSoftMargin', losses, reduction);
  });
}
