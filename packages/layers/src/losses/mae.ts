import { checkOptions } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/**
 * Mean absolute error, also called L1 loss. Its gradient where both are equal is 0.
 *
 *     L = (1/n) Σ |outputs_i - targets_i|
 *
 * Shape: outputs, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await mae(tensor([1, 2]), tensor([1, 4])).item(); // => 1
 */
export function mae(outputs: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  checkOptions('mae', options, lossOptions);
  checkSameShape('mae', outputs, targets);
  return scoped(() => reduceLoss('mae', outputs.sub(targets).abs(), options.reduction));
}
