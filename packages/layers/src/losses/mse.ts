import { describeShape, ShapeError, sameShape } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { type LossOptions, reduceLoss } from './reduction.js';

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
  if (!sameShape(outputs.shape, targets.shape)) {
    throw new ShapeError('mse', {
      expected: `targets of the outputs' shape ${describeShape(outputs.shape)}`,
      received: describeShape(targets.shape),
      hint: 'Reshape the targets: broadcasting them would compare the wrong pairs.',
    });
  }
  return scoped(() => reduceLoss('mse', outputs.sub(targets).square(), options.reduction));
}
