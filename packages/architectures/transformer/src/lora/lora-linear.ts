// internal
import { Dropout, initConstant, Linear, Module } from '@neurona/layers';
import { matmul, type Parameter, scoped, type Tensor } from '@neurona/tensor';

/** A linear map, by its weight `[in, out]`. */
export interface LinearMap extends Module {
  readonly weight: Parameter;
}

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

  readonly baseLayer: LinearMap;
  readonly lora_A: Linear;
  readonly lora_B: Linear;
  readonly dropout: Dropout;
  readonly scale: number;

  constructor(base: LinearMap, { rank, scale, dropout }: AdapterSettings) {
    super();
    const [inFeatures, outFeatures] = base.weight.shape as [number, number];
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
    const { weight } = this.baseLayer;
    scoped(() => {
      const added = matmul(this.lora_A.weight.detach(), this.lora_B.weight.detach()).mul(this.scale);
      weight.set(weight.detach().add(added));
    });
  }

  override describe(): string {
    return `rank: ${this.lora_A.outFeatures}`;
  }
}
