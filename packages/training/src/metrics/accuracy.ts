import { ArgumentError } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { checkClassOutputs, checkSameSize } from './class-outputs.js';
import type { Metric } from './metric.js';

/**
 * Share of examples whose largest score is at their class; of sequences, the share of tokens.
 *
 *     accuracy = (1/N) Σ_n [argmax_c outputs_nc = targets_n]
 *
 * Shape: outputs `[N, ..., C]`, targets int32 `[N, ...]` → `[]`.
 * @throws {@link ShapeError} if the shapes don't fit.
 * @example
 * await accuracy(tensor([[1, 0], [0, 1]]), tensor([0, 0], { dtype: 'int32' })).item(); // => 0.5
 */
export function accuracy(outputs: Tensor, targets: Tensor): Tensor {
  checkClassOutputs('accuracy', outputs, targets);
  return scoped(() => outputs.argmax({ axis: -1 }).equal(targets).cast('float32').mean());
}

/**
 * Share of examples whose class is among those with the k largest scores. Scores that tie with the class's don't push it out.
 *
 *     top-k = (1/N) Σ_n [ #{c : outputs_nc > outputs_n,target} < k ]
 *
 * Shape: outputs `[N, ..., C]`, targets int32 `[N, ...]` → `[]`.
 * @param k - A whole number of at least 1.
 * @throws {@link ArgumentError} if k is anything else; {@link ShapeError} when called, if the shapes don't fit.
 * @example
 * const top2 = topKAccuracy(2);
 * await top2(tensor([[3, 2, 1], [3, 2, 1]]), tensor([1, 2], { dtype: 'int32' })).item(); // => 0.5
 */
export function topKAccuracy(k: number): Metric {
  if (!Number.isInteger(k) || k < 1) {
    throw new ArgumentError('topKAccuracy', { expected: 'a whole k of at least 1', received: k });
  }
  return (outputs, targets) => {
    checkClassOutputs('topKAccuracy', outputs, targets);
    return scoped(() => {
      const own = outputs.takeAlongAxis(targets.unsqueeze(-1), -1); // [N, ..., 1]
      const above = outputs.greater(own).cast('float32').sum({ axis: -1 }); // [N, ...]
      return above.less(k).cast('float32').mean();
    });
  };
}

/**
 * Share of yes-or-no outputs on the right side of a threshold.
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
