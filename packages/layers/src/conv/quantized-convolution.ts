import { ArgumentError, type QuantizedBits } from '@neurona/backend';
import { dequantizeWeight, own, type Parameter, quantizeWeight, scoped, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import { Convolution } from './convolution.js';

/**
 * A convolution whose weight is stored in 16, 8 or 4 bits, by blocks of 64 inputs of an output channel; it is written out for the time of a
 * call. The weight is not learned, but gradients flow to what is below. {@link quantize} makes them.
 *
 * Shape: as of the given layer. Parameter: its bias. Buffers: codes, int32, and scales.
 * @param layer - The convolution, plain or transposed, whose weight is left as it is.
 * @throws {@link ArgumentError} if it is none, or for other bits.
 * @example
 * new QuantizedConvolution(new Conv2d(16, 8, 3), 16).forward(ones([1, 5, 5, 16])).shape; // => [1, 3, 3, 8]
 */
export class QuantizedConvolution extends Module {
  static override readonly kind: string = 'QuantizedConvolution';

  readonly codes: Tensor;
  readonly scales: Tensor;
  readonly bias: Parameter | undefined;
  readonly inFeatures: number;
  /** The kind of the layer, `Conv2d`. */
  readonly replaces: string;
  readonly #layer: Convolution;
  readonly #shape: readonly number[];

  constructor(
    layer: Convolution,
    readonly bits: QuantizedBits,
  ) {
    super();
    if (!(layer instanceof Convolution))
      throw new ArgumentError('QuantizedConvolution', { expected: 'a convolution', received: layer });
    const { weight, bias, training } = layer;
    const outChannels = weight.shape.at(-1)!;
    this.inFeatures = weight.size / outChannels;
    const { codes, scales } = scoped(() =>
      quantizeWeight(weight.reshape([this.inFeatures, outChannels]), { bits }),
    );
    this.codes = own(codes);
    this.scales = own(scales);
    this.bias = bias;
    this.replaces = layer.kind;
    this.#layer = layer;
    this.#shape = weight.shape;
    this.train(training);
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => this.#layer.convolve(x, dequantizeWeight(this).reshape(this.#shape), this.bias));
  }

  override describe(): string {
    return `${this.#layer.describe()}, bits: ${this.bits}`;
  }
}
