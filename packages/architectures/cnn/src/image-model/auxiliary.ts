import { ArgumentError } from '@neurona/backend';
import { crossEntropy, Module } from '@neurona/layers';
import { isTensor, type Tensor } from '@neurona/tensor';
import type { ImageModel } from './image-model.js';

/** Logits of a network and those of heads in its middle, which exist for training alone. */
export interface AuxiliaryLogits {
  readonly logits: Tensor;
  /** From the images to the end. */
  readonly auxiliary: readonly Tensor[];
}

/** A network for images with auxiliary heads. */
export interface AuxiliaryModel extends ImageModel {
  /** The logits of all heads. */
  forwardAuxiliary(x: Tensor): AuxiliaryLogits;
}

/**
 * A network whose `forward` returns the logits of its auxiliary heads too: what is trained, with {@link auxiliaryCrossEntropy}.
 *
 * Shape: x `[N, H, W, C]` → logits `[N, numClasses]`, auxiliary `[N, numClasses]` each.
 * @example
 * const model = googlenet({ widthMultiplier: 1 / 16, numClasses: 5 });
 * new WithAuxiliary(model).forward(ones([2, 64, 64, 3])).auxiliary.length; // => 2
 */
export class WithAuxiliary extends Module<readonly [Tensor], AuxiliaryLogits> {
  static override readonly kind: string = 'WithAuxiliary';

  constructor(readonly model: AuxiliaryModel) {
    super();
    if (typeof model?.forwardAuxiliary === 'function') return;
    throw new ArgumentError('WithAuxiliary', {
      expected: 'a model with auxiliary heads',
      received: model,
      hint: 'They are googlenet and inceptionV3.',
    });
  }

  override forward(x: Tensor): AuxiliaryLogits {
    return this.model.forwardAuxiliary(x);
  }
}

/**
 * Cross-entropy of a network's logits, and a share of that of its auxiliary heads. Of logits alone, as the network has them in
 * evaluation, it is their cross-entropy.
 *
 *     L = crossEntropy(logits, targets) + weight · Σ_k crossEntropy(auxiliary_k, targets)
 *
 * @param weight - The share of each auxiliary head, default 0.3.
 * @returns a loss of outputs and targets.
 * @throws {@link ArgumentError} if the weight is not a finite number of at least 0.
 * @example
 * const [logits, targets] = [zeros([2, 4]), tensor([0, 1], { dtype: 'int32' })];
 * await auxiliaryCrossEntropy(0.5)({ logits, auxiliary: [logits, logits] }, targets).item(); // => 2.7726
 */
export function auxiliaryCrossEntropy(
  weight = 0.3,
): (outputs: AuxiliaryLogits | Tensor, targets: Tensor) => Tensor {
  if (!(Number.isFinite(weight) && weight >= 0))
    throw new ArgumentError('auxiliaryCrossEntropy', {
      expected: 'a weight of at least 0',
      received: weight,
    });
  return (outputs, targets) => {
    const { logits, auxiliary } = isTensor(outputs) ? { logits: outputs, auxiliary: [] } : outputs;
    return auxiliary.reduce(
      (loss, head) => loss.add(crossEntropy(head, targets).mul(weight)),
      crossEntropy(logits, targets),
    );
  };
}
