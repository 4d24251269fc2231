import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { noteDivisor } from '@neurona/layers';
import { arange, scoped, type Tensor } from '@neurona/tensor';
import { checkClassOutputs, checkSameSize } from './class-outputs.js';
import type { Metric } from './metric.js';

/** Settings of {@link accuracy} and {@link topKAccuracy}. */
export interface AccuracyOptions {
  /** Targets of this value are ignored, such as padding. Default none. */
  readonly ignoreIndex?: number;
}

const accuracyOptions: OptionTable<AccuracyOptions> = { ignoreIndex: -100 };

/**
 * Accuracy: the share of examples whose largest score is that of their class; for sequences, the share of tokens. NaN if all
 * are ignored.
 *
 *     accuracy = (1/N) Σ_n [argmax_c outputs_nc = targets_n]
 *
 * Shape: outputs `[N, ..., C]`, targets int32 `[N, ...]` → `[]`.
 * @param options - `ignoreIndex` (none), for padding.
 * @throws {@link ShapeError} if the shapes don't fit.
 * @example
 * await accuracy(tensor([[1, 0], [0, 1]]), tensor([0, 0], { dtype: 'int32' })).item(); // => 0.5
 * const metrics = { accuracy: (outputs, targets) => accuracy(outputs, targets, { ignoreIndex: -100 }) };
 */
export function accuracy(outputs: Tensor, targets: Tensor, options: AccuracyOptions = {}): Tensor {
  checkOptions('accuracy', options, accuracyOptions);
  checkClassOutputs('accuracy', outputs, targets);
  return scoped(() => share(outputs.argmax({ axis: -1 }).equal(targets), targets, options));
}

/** The share of right predictions among the targets that are not ignored. */
function share(isRight: Tensor, targets: Tensor, { ignoreIndex }: AccuracyOptions): Tensor {
  if (ignoreIndex === undefined) {
    noteDivisor(() => targets.size);
    return isRight.cast('float32').mean();
  }
  const counts = targets.notEqual(ignoreIndex);
  const total = counts.cast('float32').sum();
  noteDivisor(() => total);
  return isRight.logicalAnd(counts).cast('float32').sum().div(total);
}

/**
 * Top-k accuracy: the share of examples whose class is among those with the k largest scores. Of equal scores the first ones
 * are taken, as `accuracy` does, so that never more than k classes count; a score that is NaN is not among them.
 *
 *     top-k = (1/N) Σ_n [ #{c : outputs_nc > outputs_nt, or equal and c < t} < k ]        t = target_n
 *
 * Shape: outputs `[N, ..., C]`, targets int32 `[N, ...]` → `[]`.
 * @param k - An integer of at least 1.
 * @param options - `ignoreIndex` (none), for padding.
 * @throws {@link ArgumentError} if k is anything else; {@link ShapeError} when called, if the shapes don't fit.
 * @example
 * const top2 = topKAccuracy(2);
 * await top2(tensor([[3, 2, 1], [3, 2, 1]]), tensor([1, 2], { dtype: 'int32' })).item(); // => 0.5
 */
export function topKAccuracy(k: number, options: AccuracyOptions = {}): Metric {
  checkOptions('topKAccuracy', options, accuracyOptions);
  if (!Number.isInteger(k) || k < 1) {
    throw new ArgumentError('topKAccuracy', { expected: 'a whole k of at least 1', received: k });
  }
  return (outputs, targets) => {
    checkClassOutputs('topKAccuracy', outputs, targets);
    return scoped(() => {
      const { ignoreIndex } = options;
      const known = ignoreIndex === undefined ? targets : targets.equal(ignoreIndex).where(0, targets);
      const at = known.unsqueeze(-1); // [N, ..., 1]
      const own = outputs.takeAlongAxis(at, -1);
      const classes = arange(0, outputs.shape.at(-1)!, 1, { dtype: 'int32', backend: outputs.backend });
      const isBefore = outputs.equal(own).logicalAnd(classes.less(at));
      const isAhead = outputs.lessEqual(own).logicalNot().logicalOr(isBefore); // NaN too
      const ahead = isAhead.cast('float32').sum({ axis: -1 }); // [N, ...]
      const isRight = ahead.less(k).logicalAnd(own.isNaN().logicalNot().squeeze(-1));
      return share(isRight, targets, options);
    });
  };
}

/**
 * Binary accuracy: the share of outputs on the right side of a threshold.
 *
 *     accuracy = (1/N) Σ_n [ (outputs_n ≥ threshold) = targets_n ]
 *
 * Shape: outputs `[N]` or `[N, K]`, targets of 0 and 1 of as many elements → `[]`.
 * @param threshold - Default 0.5, for probabilities; 0 for logits.
 * @throws {@link ShapeError} when called, if the sizes differ.
 * @example
 * const right = binaryAccuracy();
 * await right(tensor([0.9, 0.2, 0.6]), tensor([1, 0, 0])).item(); // => 0.6667
 */
export function binaryAccuracy(threshold = 0.5): Metric {
  return (outputs, targets) => {
    checkSameSize('binaryAccuracy', outputs, targets);
    return scoped(() => {
      const predicted = outputs.reshape([-1]).greaterEqual(threshold).cast('float32');
      return predicted
        .equal(targets.reshape([-1]).cast('float32'))
        .cast('float32')
        .mean();
    });
  };
}
