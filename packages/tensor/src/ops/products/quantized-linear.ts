import {
  checkArgument,
  type DeviceArray,
  describeShape,
  type QuantizedBits,
  ShapeError,
  sizeOf,
} from '@neurona/backend';
import { defineMultiOp, defineOp, type Op, recordsGradient } from '../../autograd/define-op.js';
import { checkTensor, type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { linear } from './linear.js';
import { checkQuantized, dequantizeWeight, type QuantizedWeight } from './quantized-weight.js';

interface Settings {
  readonly bits: QuantizedBits;
  /** Input features. */
  readonly rows: number;
  readonly transpose: boolean;
}

/** x `[..., D]` as a matrix `[rows, D]`, on the same memory. */
const asMatrix = ({ buffer, dtype, shape }: Tensor): DeviceArray => ({
  buffer,
  dtype,
  shape: [sizeOf(shape.slice(0, -1)), shape.at(-1)!],
});

/** A product `[rows, D]` with the leading axes of x. */
const withLeading = (x: Tensor, { buffer, dtype, shape }: DeviceArray): DeviceArray => ({
  buffer,
  dtype,
  shape: [...x.shape.slice(0, -1), shape[1]!],
});

const quantizedOp: Op<readonly Tensor[], Settings> = defineOp({
  name: 'quantizedLinear',
  forward(kernels, [x, codes, scales, bias], { bits, rows, transpose }) {
    const weight = { codes: codes!, scales: scales!, bits, rows };
    const product = kernels.quantizedMatmul!(asMatrix(x!), weight, { transpose, bias });
    return { output: withLeading(x!, product), saved: [codes!, scales!] };
  },
  // ∂L/∂x = G Wᵀ, ∂L/∂b = Σ over rows of G; the weight is not learned
  backward: ([codes, scales], grad, settings, needs) => [
    needs[0]
      ? quantizedOp([grad, codes!, scales!], { ...settings, transpose: !settings.transpose })
      : undefined,
    undefined,
    undefined,
    needs[3] ? grad.reshape([-1, grad.shape.at(-1)!]).sum({ axis: 0 }) : undefined,
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
  checkFeatures(input, inFeatures);
  const added = bias === undefined ? [] : [cast(toTensor('quantizedLinear', bias, input), 'float32')];
  for (const one of added) checkBias('quantizedLinear', one, weight);
  if (!input.backend.kernels.quantizedMatmul)
    return scoped(() => linear(input, dequantizeWeight(weight), ...added));
  return quantizedOp([input, codes, scales, ...added], { bits, rows: inFeatures, transpose: false });
}

function checkFeatures(x: Tensor, inFeatures: number): void {
  if (x.ndim > 0 && x.shape.at(-1) === inFeatures) return;
  throw new ShapeError('quantizedLinear', {
    expected: `${inFeatures} input features`,
    received: x.shape.at(-1) ?? 'a scalar',
    where: `x has shape ${describeShape(x.shape)}`,
  });
}

/** A bias of a number for each column of the weight. */
function checkBias(subject: string, bias: Tensor, { codes }: QuantizedWeight): Tensor {
  const [outFeatures] = codes.shape;
  const { shape } = checkTensor(subject, bias);
  if (shape.length === 1 && shape[0] === outFeatures) return bias;
  throw new ShapeError(subject, {
    expected: `a bias of shape [${outFeatures}]`,
    received: describeShape(shape),
  });
}

/** A quantised weight with its bias, as `quantizedLinears` takes them. */
export interface QuantizedMap extends QuantizedWeight {
  readonly bias?: Tensor | undefined;
}

const quantizedProductsOp = defineMultiOp<readonly Tensor[], { readonly maps: readonly QuantizedMap[] }>({
  name: 'quantizedLinears',
  forward(kernels, [x], { maps }) {
    const factors = maps.map(({ codes, scales, bits, inFeatures, bias }) => ({
      weight: { codes, scales, bits, rows: inFeatures },
      bias,
    }));
    const products = kernels.quantizedProducts!(asMatrix(x!), factors);
    return { outputs: products.map((product) => withLeading(x!, product)) };
  },
});

/**
 * {@link quantizedLinear} of the same x by several weights. Where no gradient is recorded, those of the same bits are one kernel.
 *
 *     y_i = x W_i + b_i
 *
 * Shape: x `[..., inFeatures]`, biases `[outFeatures_i]` → `[..., outFeatures_i]` for each weight
 * @throws as {@link quantizedLinear}; {@link ArgumentError} if weights is no list.
 * @example
 * const weight = quantizeWeight(tensor([[1, 0], [0, 2]]), { bits: 8 });
 * const [y, z] = quantizedLinears(tensor([[3, 5]]), [weight, { ...weight, bias: tensor([0, 10]) }]);
 * await y.array(); // => [[3, 10]]
 * await z.array(); // => [[3, 20]]
 */
export function quantizedLinears(x: TensorLike, weights: readonly QuantizedMap[]): Tensor[] {
  const input = cast(toTensor('quantizedLinears', x), 'float32');
  const inputs = [input];
  for (const weight of checkArgument('quantizedLinears', 'weights', weights, 'list')) {
    const { codes, scales } = checkQuantized('quantizedLinears', weight);
    inputs.push(codes, scales);
    if (weight.bias) inputs.push(checkBias('quantizedLinears', weight.bias, weight));
  }
  if (!isOneProduct(input, weights, inputs))
    return weights.map((one) => quantizedLinear(input, one, one.bias));
  checkFeatures(input, weights[0]!.inFeatures);
  return quantizedProductsOp(inputs, { maps: weights });
}

/** Whether there is a kernel for all of them. */
function isOneProduct(x: Tensor, maps: readonly QuantizedMap[], inputs: readonly Tensor[]): boolean {
  const [first] = maps;
  return (
    x.backend.kernels.quantizedProducts !== undefined &&
    first !== undefined &&
    maps.every(
      ({ bits, inFeatures, bias }) =>
        bits === first.bits && inFeatures === first.inFeatures && (!bias || bias.dtype === 'float32'),
    ) &&
    !recordsGradient(inputs)
  );
}
