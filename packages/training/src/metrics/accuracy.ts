import { describeShape, ShapeError } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';

/**
 * Share of examples whose largest score is at their class.
 *
 *     accuracy = (1/N) Σ_n [argmax_c outputs_nc = targets_n]
 *
 * Shape: outputs `[N, C]`, targets int32 `[N]` → `[]`.
 * @throws {@link ShapeError} if the shapes don't fit.
 * @example
 * await accuracy(tensor([[1, 0], [0, 1]]), tensor([0, 0], { dtype: 'int32' })).item(); // => 0.5
 */
export function accuracy(outputs: Tensor, targets: Tensor): Tensor {
  if (outputs.ndim !== 2 || targets.ndim !== 1 || outputs.shape[0] !== targets.shape[0]) {
    throw new ShapeError('accuracy', {
      expected: 'outputs [N, C] and targets [N]',
      received: `${describeShape(outputs.shape)} and ${describeShape(targets.shape)}`,
    });
  }
  return scoped(() => outputs.argmax({ axis: -1 }).equal(targets).cast('float32').mean());
}
