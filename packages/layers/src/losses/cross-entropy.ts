import { describeShape, ShapeError, sameShape } from '@neurona/backend';
import { scoped, softmaxCrossEntropy, type Tensor } from '@neurona/tensor';
import { type LossOptions, reduceLoss } from './reduction.js';

/**
 * Cross-entropy of softmax probabilities, from logits, in nats.
 *
 *     L = -(1/N) Σ_n log softmax(logits_n)[target_n]        class targets
 *     L = -(1/N) Σ_n Σ_c targets_nc · log softmax(logits_n)[c]        probabilities
 *
 * Shape: logits `[N, C]`, targets int32 `[N]` (classes) or float32 `[N, C]` (probabilities) → `[]`, or `[N]` for reduction
 * `none`.
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if class targets are not int32.
 * @example
 * await crossEntropy(tensor([[2, 0]]), tensor([0], { dtype: 'int32' })).item(); // => 0.1269
 */
export function crossEntropy(logits: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  if (targets.ndim !== logits.ndim) {
    return scoped(() => reduceLoss('crossEntropy', softmaxCrossEntropy(logits, targets), options.reduction));
  }
  if (logits.ndim !== 2 || !sameShape(logits.shape, targets.shape)) {
    throw new ShapeError('crossEntropy', {
      expected: 'logits [N, C] with targets [N] or [N, C]',
      received: `${describeShape(logits.shape)} and ${describeShape(targets.shape)}`,
    });
  }
  return scoped(() => {
    const losses = logits.logSoftmax({ axis: -1 }).mul(targets).sum({ axis: -1 }).neg(); // [N]
    return reduceLoss('crossEntropy', losses, options.reduction);
  });
}
