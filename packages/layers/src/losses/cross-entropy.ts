import { ArgumentError, sameShape } from '@neurona/backend';
import { scoped, softmaxCrossEntropy, type Tensor } from '@neurona/tensor';
import { checkClassTargets, classTargets, reduceClassLoss } from './class-targets.js';
import { type ClassLossOptions, reduceLoss } from './reduction.js';
import { checkShape } from './same-shape.js';

/** Settings of {@link crossEntropy}. */
export interface CrossEntropyOptions extends ClassLossOptions {
  /** The share of the targets that is spread evenly over all classes, from 0 to 1. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

/**
 * Cross-entropy of softmax probabilities, from logits, in nats.
 *
 *     L_n = -w_t log softmax(logits_n)[t]        class targets t
 *     L_n = -Σ_c w_c p_nc · log softmax(logits_n)[c]        probabilities p
 *
 * Label smoothing ε takes (1 - ε) p + ε / C for p. The mean of class targets is Σ L_n / Σ w_t over those that are not ignored.
 *
 * Shape: logits `[..., C]`, targets int32 `[...]` (classes) or float32 `[..., C]` (probabilities) → `[]`, or `[...]` for
 * reduction `none`.
 * @param targets - Classes from 0 to C - 1; they are not checked, as that would wait for the device.
 * @param options - `reduction` (mean), `weight` of the classes, `ignoreIndex` (none; PyTorch's is -100), `labelSmoothing` (0).
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if class targets are not int32;
 * {@link ArgumentError} if a setting is out of its range.
 * @example
 * await crossEntropy(tensor([[2, 0]]), tensor([0], { dtype: 'int32' })).item(); // => 0.1269
 */
export function crossEntropy(logits: Tensor, targets: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { labelSmoothing = 0, reduction, weight } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ArgumentError('crossEntropy', {
      expected: 'labelSmoothing from 0 to 1',
      received: labelSmoothing,
    });
  }
  if (logits.ndim > 0 && sameShape(logits.shape, targets.shape)) return soft(logits, targets, options);
  checkClassTargets('crossEntropy', logits, targets, options);
  const count = logits.shape.at(-1)!;
  return scoped(() => {
    const rows = logits.ndim === 2 ? logits : logits.reshape([targets.size, count]); // [M, C]
    const given = classTargets(targets, options);
    const { classes, kept, factors } = given;
    const hard = softmaxCrossEntropy(rows, classes); // [M]
    let losses = factors ? hard.mul(factors) : hard;
    if (labelSmoothing > 0) {
      const logs = rows.logSoftmax({ axis: -1 });
      const even = (weight ? logs.mul(weight) : logs).sum({ axis: -1 }).mul(-labelSmoothing / count); // [M]
      losses = losses.mul(1 - labelSmoothing).add(kept ? kept.where(even, 0) : even);
    }
    return reduceClassLoss('crossEntropy', losses, given, targets.shape, reduction);
  });
}

/** Targets that are probabilities. */
function soft(logits: Tensor, targets: Tensor, options: CrossEntropyOptions): Tensor {
  const { labelSmoothing = 0, reduction, weight, ignoreIndex } = options;
  if (ignoreIndex !== undefined) {
    throw new ArgumentError('crossEntropy', {
      expected: 'no ignoreIndex where targets are probabilities',
      received: ignoreIndex,
      hint: 'Give rows of zeros to what is to count for nothing.',
    });
  }
  const count = logits.shape.at(-1)!;
  checkShape('crossEntropy', 'weight', weight, [count]);
  return scoped(() => {
    const wanted = labelSmoothing > 0 ? targets.mul(1 - labelSmoothing).add(labelSmoothing / count) : targets;
    const terms = logits.logSoftmax({ axis: -1 }).mul(weight ? wanted.mul(weight) : wanted);
    return reduceLoss('crossEntropy', terms.sum({ axis: -1 }).neg(), reduction);
  });
}
