import { ArgumentError, checkOptions, type OptionTable, sameShape } from '@neurona/backend';
import { scoped, softmaxCrossEntropy, type Tensor } from '@neurona/tensor';
import { finiteWhereIgnored, finiteWhereWeightless } from '../ignored.js';
import { checkClassTargets, classTargets, reduceClassLoss, weighLosses } from './class-targets.js';
import { type ClassLossOptions, classLossOptions, reduceLoss } from './reduction.js';
import { checkShape, checkTensors } from './same-shape.js';

/** Settings of {@link crossEntropy}. */
export interface CrossEntropyOptions extends ClassLossOptions {
  /** The share of the targets that is spread evenly over all classes, from 0 to 1. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

const crossEntropyOptions: OptionTable<CrossEntropyOptions> = { ...classLossOptions, labelSmoothing: 0 };

/**
 * Cross-entropy of softmax probabilities, from logits, in nats.
 *
 *     L_n = -w_t log softmax(logits_n)[t]        class targets t
 *     L_n = -Σ_c w_c p_nc · log softmax(logits_n)[c]        probabilities p
 *
 * Label smoothing ε takes (1 - ε) p + ε / C for p. The mean of class targets is Σ L_n / Σ w_t over those that are not ignored, and
 * 0 where none is left. Targets that are ignored or have weight 0 have no influence, even if their logits are NaN or infinite.
 *
 * Shape: logits `[..., C]`, targets int32 `[...]` (classes) or float32 `[..., C]` (probabilities) → `[]`, or `[...]` for
 * reduction `none`.
 * @param targets - Classes from 0 to C - 1; checked where that doesn't wait for the device, as in the batches of a `DataLoader`.
 * @param options - `reduction` (mean), `weight` of the classes, `ignoreIndex` (none; PyTorch's is -100), `labelSmoothing` (0).
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if class targets are not int32;
 * {@link ArgumentError} if a setting is out of its range, or a target is known to be no class.
 * @example
 * await crossEntropy(tensor([[2, 0]]), tensor([0], { dtype: 'int32' })).item(); // => 0.1269
 */
export function crossEntropy(logits: Tensor, targets: Tensor, options: CrossEntropyOptions = {}): Tensor {
  checkOptions('crossEntropy', options, crossEntropyOptions);
  checkTensors('crossEntropy', logits, targets);
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
    const counts = labelSmoothing > 0 ? kept : factors?.notEqual(0); // smoothing needs all classes
    const seen = counts ? counts.unsqueeze(1).where(rows, 0) : rows; // an ignored row of NaN would have the gradient 0 · NaN
    let losses = weighLosses(softmaxCrossEntropy(seen, classes), given); // [M]
    if (labelSmoothing > 0) {
      const logs = seen.logSoftmax({ axis: -1 });
      const even = weighClasses(logs, weight)
        .sum({ axis: -1 })
        .mul(-labelSmoothing / count); // [M]
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
      hint: 'Rows of zeros add nothing to the sum.',
    });
  }
  const count = logits.shape.at(-1)!;
  checkShape('crossEntropy', 'weight', weight, [count]);
  return scoped(() => {
    const wanted = labelSmoothing > 0 ? targets.mul(1 - labelSmoothing).add(labelSmoothing / count) : targets;
    const isWanted = wanted.notEqual(0);
    const seen = finiteWhereIgnored(logits, isWanted.any({ axis: -1, keepDims: true }));
    const logs = finiteWhereIgnored(seen.logSoftmax({ axis: -1 }), isWanted);
    const terms = weighClasses(logs, weight).mul(wanted);
    return reduceLoss('crossEntropy', terms.sum({ axis: -1 }).neg(), reduction);
  });
}

/** Terms `[..., C]` times the weights of their classes. */
const weighClasses = (terms: Tensor, weight: Tensor | undefined): Tensor =>
  weight ? finiteWhereWeightless(terms, weight).mul(weight) : terms;
