import { ArgumentError } from '@neurona/backend';
import { type AnyModule, Linear, Module, QuantizedLinear } from '@neurona/layers';
import { dequantizeWeight, linear, Parameter, scoped, type Tensor, zeros } from '@neurona/tensor';

/**
 * The way back through a linear layer: its weights, transposed, with biases of its own. The weights stay the other layer's alone, in
 * state dictionaries too. Where `quantize` rounds them, the way back reads what is rounded.
 *
 *     x = y · Wᵀ + c
 *
 * Shape: y `[..., outFeatures]` of the layer → `[..., inFeatures]`. Parameters: bias `[inFeatures]`, zeros.
 * @throws {@link ArgumentError} if it isn't made for a `Linear`.
 * @example
 * new TiedLinear(new Linear(4, 2)).forward(ones([3, 2])).shape; // => [3, 4]
 */
export class TiedLinear extends Module {
  static override readonly kind: string = 'TiedLinear';

  readonly bias: Parameter;
  #layer: Linear | QuantizedLinear;

  constructor(layer: Linear) {
    super();
    if (!(layer instanceof Linear)) {
      throw new ArgumentError('TiedLinear', { expected: 'a Linear', received: layer });
    }
    this.#layer = layer;
    this.bias = scoped(() => new Parameter(zeros([layer.inFeatures])));
  }

  override forward(y: Tensor): Tensor {
    return scoped(() => {
      const layer = this.#layer;
      const weight = layer instanceof Linear ? layer.weight : dequantizeWeight(layer);
      return linear(y, weight.transpose(), this.bias);
    });
  }

  /** @internal */
  override layersReplaced(replaced: ReadonlyMap<AnyModule, AnyModule>): void {
    const made = replaced.get(this.#layer);
    if (made instanceof QuantizedLinear) this.#layer = made;
  }

  override describe(): string {
    return `${this.#layer.outFeatures}, ${this.#layer.inFeatures}`;
  }
}
