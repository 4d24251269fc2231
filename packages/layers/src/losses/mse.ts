import { checkOptions } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/**
 * Mean squared error.
 *
 *     L = (1/n) Σ (outputs_i - targets_i)²
 *
 * Shape: outputs, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await mse(tensor([1, 2]), tensor([1, 4])).item(); // => 2
 */
export function mse(outputs: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  checkOptions('mse', options, lossOptions);
  checkSameShape('mse', outputs, targets);
  return scoped(() => reduceLoss('mse', outputs.sub(targets).square(), options.reduction));
}
