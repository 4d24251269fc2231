import { DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { isGradEnabled } from '../../autograd/grad-mode.js';
import { checkTensors } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { where } from '../elementwise/where.js';

const softmaxCrossEntropyOp = defineOp<readonly [Tensor, Tensor], undefined>({
  name: 'softmaxCrossEntropy',
  forward(kernels, [logits, targets]) {
    const { loss, grad } = kernels.softmaxCrossEntropy!(logits, targets);
    return { output: loss, saved: [logits, targets, grad] };
  },
  backward([logits, targets, gradient], grad) {
    // The saved gradient is a constant to autograd; to differentiate it, it is computed from the logits.
    const slope = isGradEnabled() ? softmaxMinusOneHot(logits!, targets!) : gradient!;
    return [slope.mul(grad.unsqueeze(-1)), undefined];
  },
});

const softmaxMinusOneHot = (logits: Tensor, targets: Tensor): Tensor =>
  logits.softmax({ axis: -1 }).sub(targets.oneHot(logits.shape[1]!));

/**
 * Cross-entropy of softmax probabilities with class targets, one number an example; fused where the backend can.
 *
 *     loss_n = -log softmax(logits_n)[target_n]        ∂loss_n/∂logits_n = softmax(logits_n) - onehot(target_n)
 *
 * Shape: logits `[N, C]`, targets int32 `[N]` → `[N]`.
 * @param targets - Class indices from 0 to C - 1; they are not checked, as that would wait for the device.
 * @throws {@link ShapeError} if the shapes don't fit, {@link DTypeError} if the targets are not int32.
 * @example
 * await softmaxCrossEntropy(tensor([[0, 0]]), tensor([1], { dtype: 'int32' })).data(); // => [0.6931]
 */
export function softmaxCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  checkTensors('softmaxCrossEntropy', 'logits and targets', [logits, targets]);
  if (logits.ndim !== 2 || targets.ndim !== 1 || targets.shape[0] !== logits.shape[0]) {
    throw new ShapeError('softmaxCrossEntropy', {
      expected: 'logits [N, C] and targets [N]',
      received: `${describeShape(logits.shape)} and ${describeShape(targets.shape)}`,
    });
  }
  if (targets.dtype !== 'int32') {
    throw new DTypeError('softmaxCrossEntropy', {
      expected: 'int32 targets',
      received: targets.dtype,
      hint: "Use targets.cast('int32'), or Int32Array.from(targets) where they are made.",
    });
  }
  if (logits.backend.kernels.softmaxCrossEntropy) return softmaxCrossEntropyOp([logits, targets], undefined);
  return scoped(() =>
    where(targets.oneHot(logits.shape[1]!), logits.logSoftmax({ axis: -1 }), 0)
      .sum({ axis: -1 })
      .neg(),
  );
}
