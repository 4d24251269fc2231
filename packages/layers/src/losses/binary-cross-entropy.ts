import { checkOptions, type OptionTable } from '@neurona/backend';
import { defineFunction, scoped, softplus, type Tensor } from '@neurona/tensor';
import { finiteWhereWeightless } from '../ignored.js';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/** Settings of {@link bce}. */
export interface BCEOptions extends LossOptions {
  /** Factor of each loss, of a shape that broadcasts to theirs; default 1. A loss with factor 0 is ignored, even if it is NaN. */
  readonly weight?: Tensor | undefined;
}

const bceOptions: OptionTable<BCEOptions> = { ...lossOptions, weight: undefined };

/** Settings of {@link bceWithLogits}. */
export interface BCEWithLogitsOptions extends BCEOptions {
  /** Factor of positive targets, `[C]` for one per class or any shape that broadcasts; above 1 for rare classes. Default 1. */
  readonly posWeight?: Tensor | undefined;
}

const bceWithLogitsOptions: OptionTable<BCEWithLogitsOptions> = { ...bceOptions, posWeight: undefined };

const least = -100; // of a logarithm: a certain, wrong output costs 100, not ∞

const log = (p: Tensor): Tensor => p.log().clamp({ min: least });

/** log(1 - p), exact also for small p. */
const logComplement = (p: Tensor): Tensor => p.neg().log1p().clamp({ min: least });

const complement = (p: Tensor): Tensor => p.neg().add(1);

// By composition, outputs of 0 or 1 would have the gradient 0 · ∞.
const bceOp = defineFunction<[Tensor, Tensor]>({
  name: 'bce',
  forward: (p, y) => ({
    output: y
      .mul(log(p))
      .add(complement(y).mul(logComplement(p)))
      .neg(),
    saved: [p, y],
  }),
  // ∂L/∂p = (p - y) / (p (1 - p)), ∂L/∂y = log(1 - p) - log p
  backward: ([p, y], grad, needs) => [
    needs[0] ? grad.mul(p!.sub(y!)).div(p!.mul(complement(p!)).clamp({ min: 1e-12 })) : undefined,
    needs[1] ? grad.mul(logComplement(p!).sub(log(p!))) : undefined,
  ],
});

/**
 * Binary cross-entropy of probabilities, in nats. Logarithms are limited to at least -100. Where there are logits,
 * `bceWithLogits` is more exact.
 *
 *     L_i = -w_i (y_i log p_i + (1 - y_i) log(1 - p_i))
 *
 * Shape: probabilities, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param probabilities - From 0 to 1.
 * @param targets - From 0 to 1.
 * @param options - `reduction` (mean), `weight` (1).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await bce(tensor([0.9, 0.2]), tensor([1, 0])).item(); // => 0.1643
 */
export function bce(probabilities: Tensor, targets: Tensor, options: BCEOptions = {}): Tensor {
  checkOptions('bce', options, bceOptions);
  const { weight, reduction } = options;
  checkSameShape('bce', probabilities, targets);
  return scoped(() => {
    const p = finiteWhereWeightless(probabilities, weight);
    const y = finiteWhereWeightless(targets.cast('float32'), weight);
    const losses = bceOp(p, y);
    return reduceLoss('bce', weight ? losses.mul(weight) : losses, reduction);
  });
}

/**
 * Binary cross-entropy of the sigmoid of logits, in nats; exact however large they are.
 *
 *     L_i = w_i ((1 - y_i) x_i + (1 + (q_i - 1) y_i) log(1 + exp(-x_i)))        q the weight of positives
 *
 * Shape: logits, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param targets - From 0 to 1.
 * @param options - `reduction` (mean), `weight` (1), `posWeight` (1).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await bceWithLogits(tensor([2, -1]), tensor([1, 0])).item(); // => 0.2201
 */
export function bceWithLogits(logits: Tensor, targets: Tensor, options: BCEWithLogitsOptions = {}): Tensor {
  checkOptions('bceWithLogits', options, bceWithLogitsOptions);
  const { weight, posWeight, reduction } = options;
  checkSameShape('bceWithLogits', logits, targets);
  return scoped(() => {
    const x = finiteWhereWeightless(logits, weight);
    const y = finiteWhereWeightless(targets.cast('float32'), weight);
    // both parts have gradients without cancellation: σ(x) and -σ(-x)
    const positive = softplus(x.neg()).mul(posWeight ? posWeight.mul(y) : y);
    const losses = complement(y).mul(softplus(x)).add(positive);
    return reduceLoss('bceWithLogits', weight ? losses.mul(weight) : losses, reduction);
  });
}
