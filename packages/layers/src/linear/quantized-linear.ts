import { ArgumentError, type QuantizedBits } from '@neurona/backend';
import { own, type Parameter, quantizedLinear, quantizeWeight, type Tensor } from '@neurona/tensor';
import { checkLastAxis } from '../check.js';
import { Module } from '../module.js';
import { LinearMap } from './linear-map.js';

/**
 * A linear layer whose weight is rounded to 16, 8 or 4 bits, by blocks of 64 inputs. The weight is not learned, but gradients flow to what is
 * below. {@link quantize} makes them.
 *
 *     y = x · W + b
 *
 * Shape: x `[..., inFeatures]` → `[..., outFeatures]`. Parameter: the bias of the given map. Buffers: codes, int32, and scales
 * `[outFeatures, ⌈inFeatures / 64⌉]`.
 * @param map - The layer to round, whose weight is left as it is.
 * @throws {@link ArgumentError} if it is none, or for other bits; {@link ShapeError} in `forward` if the last axis of x differs.
 * @example
 * new QuantizedLinear(new Linear(64, 2), 4).codes.shape; // => [2, 8]
 * @see Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", 2023, arXiv:2305.14314
 */
export class QuantizedLinear extends Module {
  static override readonly kind: string = 'QuantizedLinear';

  readonly codes: Tensor;
  readonly scales: Tensor;
  readonly bias: Parameter | undefined;
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** The kind of the layer that was rounded, `Linear`. */
  readonly replaces: string;

  constructor(
    map: LinearMap,
    readonly bits: QuantizedBits,
  ) {
    super();
    if (!(map instanceof LinearMap))
      throw new ArgumentError('QuantizedLinear', { expected: 'a linear layer', received: map });
    const { weight, bias, training } = map;
    const { codes, scales } = quantizeWeight(weight, { bits });
    this.codes = own(codes);
    this.scales = own(scales);
    this.bias = bias;
    this.replaces = map.kind;
    [this.inFeatures, this.outFeatures] = weight.shape as [number, number];
    this.train(training);
  }

  override forward(x: Tensor): Tensor {
    checkLastAxis('QuantizedLinear', x, this.inFeatures);
    return quantizedLinear(x, this, this.bias);
  }

  override describe(): string {
    return `${this.inFeatures}, ${this.outFeatures}, bits: ${this.bits}${this.bias ? '' : ', bias: false'}`;
  }
}
