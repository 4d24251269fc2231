import { describeShape, ShapeError, sizeOf } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { matmul, product } from './matmul.js';

const linearOp = defineOp<readonly [Tensor, Tensor, Tensor], undefined>({
  name: 'linear',
  forward(kernels, [x, weight, bias]) {
    return { output: kernels.matmul(x, weight, { bias }), saved: [x, weight] };
  },
  // ∂L/∂x = G Wᵀ, ∂L/∂W = xᵀ G, ∂L/∂b = Σ over rows of G
  backward: ([x, weight], grad, _attrs, needs) => [
    needs[0] ? product(grad, weight!, false, true) : undefined,
    needs[1] ? product(x!, grad, true, false) : undefined,
    needs[2] ? grad.sum({ axis: 0 }) : undefined,
  ],
});

/**
 * Linear map of the last axis, with a bias.
 *
 *     y = x W + b
 *
 * Shape: x `[..., inFeatures]`, weight `[inFeatures, outFeatures]`, bias `[outFeatures]` → `[..., outFeatures]`
 * @throws {@link ShapeError} if the sizes don't agree.
 * @example
 * await linear(tensor([[1, 2]]), tensor([[1, 0], [0, 1]]), tensor([10, 20])).array(); // => [[11, 22]]
 */
export function linear(x: TensorLike, weight: TensorLike, bias?: TensorLike): Tensor {
  const input = cast(toTensor('linear', x), 'float32');
  const w = cast(toTensor('linear', weight, input), 'float32');
  checkWeight(input, w);
  if (bias === undefined) return matmul(input, w);
  const b = cast(toTensor('linear', bias, input), 'float32');
  const outFeatures = w.shape[1]!;
  if (b.ndim !== 1 || b.size !== outFeatures) {
    throw new ShapeError('linear', {
      expected: `a bias of shape [${outFeatures}]`,
      received: describeShape(b.shape),
      where: `the weight has shape ${describeShape(w.shape)}`,
    });
  }
  if (input.ndim === 2) return linearOp([input, w, b], undefined);
  return scoped(() => {
    const leading = input.shape.slice(0, -1);
    const y = linearOp([reshape(input, [sizeOf(leading), w.shape[0]!]), w, b], undefined); // [rows, outFeatures]
    return reshape(y, [...leading, outFeatures]);
  });
}

function checkWeight(x: Tensor, weight: Tensor): void {
  if (weight.ndim !== 2) {
    throw new ShapeError('linear', {
      expected: 'a weight of shape [inFeatures, outFeatures]',
      received: describeShape(weight.shape),
    });
  }
  if (x.ndim > 0 && x.shape.at(-1) === weight.shape[0]) return;
  throw new ShapeError('linear', {
    expected: `${weight.shape[0]} input features`,
    received: x.shape.at(-1) ?? 'a scalar',
    where: `x has shape ${describeShape(x.shape)}, the weight has shape ${describeShape(weight.shape)}`,
    hint: 'The features are the last axis of x; the weight is [inFeatures, outFeatures].',
  });
}
