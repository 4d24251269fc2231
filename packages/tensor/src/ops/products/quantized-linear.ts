import { describeShape, type QuantizedBits, ShapeError, sizeOf } from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { linear } from './linear.js';
import { checkQuantized, dequantizeWeight, type QuantizedWeight } from './quantized-weight.js';

interface Settings {
  readonly bits: QuantizedBits;
  /** Input features. */
  readonly rows: number;
  readonly transpose: boolean;
}

const quantizedOp: Op<readonly Tensor[], Settings> = defineOp({
  name: 'quantizedLinear',
  forward(kernels, [x, codes, scales, bias], { bits, rows, transpose }) {
    const weight = { codes: codes!, scales: scales!, bits, rows };
    return { output: kernels.quantizedMatmul!(x!, weight, { transpose, bias }), saved: [codes!, scales!] };
  },
  // ∂L/∂x = G Wᵀ, ∂L/∂b = Σ over rows of G; the weight is not learned
  backward: ([codes, scales], grad, settings, needs) => [
    needs[0]
      ? quantizedOp([grad, codes!, scales!], { ...settings, transpose: !settings.transpose })
      : undefined,
    undefined,
    undefined,
    needs[3] ? grad.sum({ axis: 0 }) : undefined,
  ],
});

/**
 * Linear map of the last axis by a quantised weight, which is not written out whole. Gradients flow to x and the bias. A single row of x
 * may be rounded to integers of 16 bits, by blocks of 64.
 *
 *     y = x W + b
 *
 * Shape: x `[..., inFeatures]`, bias `[outFeatures]` → `[..., outFeatures]`
 * @throws {@link ArgumentError} if it is no quantised weight; {@link ShapeError} if the sizes don't agree.
 * @example
 * const weight = quantizeWeight(tensor([[1, 0], [0, 2]]), { bits: 8 });
 * await quantizedLinear(tensor([[3, 5]]), weight, tensor([0, 10])).array(); // => [[3, 20]]
 */
export function quantizedLinear(x: TensorLike, weight: QuantizedWeight, bias?: TensorLike): Tensor {
  const input = cast(toTensor('quantizedLinear', x), 'float32');
  const { codes, scales, bits, inFeatures } = checkQuantized('quantizedLinear', weight);
  if (input.ndim === 0 || input.shape.at(-1) !== inFeatures) {
    throw new ShapeError('quantizedLinear', {
      expected: `${inFeatures} input features`,
      received: input.shape.at(-1) ?? 'a scalar',
      where: `x has shape ${describeShape(input.shape)}`,
    });
  }
  const added = bias === undefined ? [] : [cast(toTensor('quantizedLinear', bias, input), 'float32')];
  return scoped(() => {
    if (!input.backend.kernels.quantizedMatmul) return linear(input, dequantizeWeight(weight), ...added);
    const leading = input.shape.slice(0, -1);
    const rows = reshape(input, [sizeOf(leading), inFeatures]);
    const y = quantizedOp([rows, codes, scales, ...added], { bits, rows: inFeatures, transpose: false });
    return reshape(y, [...leading, codes.shape[0]!]);
  });
}
