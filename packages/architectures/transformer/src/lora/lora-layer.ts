// internal
import { ArgumentError } from '@neurona/backend';
import { Dropout, initConstant, Linear, type LinearMap, Module, QuantizedLinear } from '@neurona/layers';
import { matmul, scoped, type Tensor } from '@neurona/tensor';

/** What adapters are added to. */
export type BaseLayer = LinearMap | QuantizedLinear;

/** Input and output features of a linear map. */
export const sizesOf = (base: BaseLayer): readonly [inFeatures: number, outFeatures: number] =>
  base instanceof QuantizedLinear
    ? [base.inFeatures, base.outFeatures]
    : (base.weight.shape as [number, number]);

/** The kind of a linear map, of a quantised one that of the map that was rounded. */
export const kindOf = (base: BaseLayer): string =>
  base instanceof QuantizedLinear ? base.replaces : base.kind;

/** Settings of adapters. */
export interface AdapterSettings {
  readonly rank: number;
  readonly scale: number;
  readonly dropout: number;
}

/**
 * A linear map with an adapter: a map of low rank that is added to it.
 *
 *     y = base(x) + scale · dropout(x) · A · B        A [in, rank], B [rank, out]
 */
export class LoRALinear extends Module {
  static override readonly kind: string = 'LoRALinear';

  readonly baseLayer: BaseLayer;
  readonly lora_A: Linear;
  readonly lora_B: Linear;
  readonly dropout: Dropout;
  readonly scale: number;

  constructor(base: BaseLayer, { rank, scale, dropout }: AdapterSettings) {
    super();
    const [inFeatures, outFeatures] = sizesOf(base);
    this.baseLayer = base;
    this.lora_A = new Linear(inFeatures, rank, { bias: false });
    this.lora_B = new Linear(rank, outFeatures, { bias: false });
    initConstant(this.lora_B.weight, 0); // so that the model begins as it was
    this.dropout = new Dropout(dropout);
    this.scale = scale;
    this.train(base.training);
  }

  override forward(x: Tensor): Tensor {
    const added = this.lora_B.forward(this.lora_A.forward(this.dropout.forward(x)));
    return this.baseLayer.forward(x).add(added.mul(this.scale));
  }

  /** Adds the adapter to the weights of the map. */
  merge(): void {
    const { baseLayer } = this;
    if (baseLayer instanceof QuantizedLinear) {
      throw new ArgumentError('mergeLora', {
        expected: 'weights in float32',
        received: `some of ${baseLayer.bits} bits, which would be rounded again`,
        hint: 'Save the adapters, and load them into the model as it was before quantize.',
      });
    }
    const { weight } = baseLayer;
    scoped(() => {
      const added = matmul(this.lora_A.weight.detach(), this.lora_B.weight.detach()).mul(this.scale);
      weight.set(weight.detach().add(added));
    });
  }

  override describe(): string {
    return `rank: ${this.lora_A.outFeatures}`;
  }
}
