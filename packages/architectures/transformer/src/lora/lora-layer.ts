// internal
import { ArgumentError } from '@neurona/backend';
import {
  Conv1d,
  Conv2d,
  Dropout,
  initConstant,
  Linear,
  type LinearMap,
  Module,
  QuantizedLinear,
} from '@neurona/layers';
import { matmul, type Parameter, scoped, type Tensor } from '@neurona/tensor';

/** What adapters are added to. */
export type BaseLayer = LinearMap | QuantizedLinear | Conv1d | Conv2d;

export const isConvolution = (base: BaseLayer): base is Conv1d | Conv2d =>
  base instanceof Conv1d || base instanceof Conv2d;

/** The kind of a layer, of a quantised one that of the map that was rounded. */
export const kindOf = (base: BaseLayer): string =>
  base instanceof QuantizedLinear ? base.replaces : base.kind;

/** Shapes of an adapter's weights as PyTorch has them: linear `[out, in]`, of a convolution `[out, in, ...kernel]`. */
export function adapterShapes(
  base: BaseLayer,
  rank: number,
): Readonly<Record<'lora_A' | 'lora_B', readonly number[]>> {
  const sizes =
    base instanceof QuantizedLinear ? [base.inFeatures, base.outFeatures] : [...base.weight.shape];
  const [outFeatures, inFeatures] = [sizes.pop()!, sizes.pop()!]; // of convolutions, the kernel is left
  return { lora_A: [rank, inFeatures, ...sizes], lora_B: [outFeatures, rank, ...sizes.map(() => 1)] };
}

/** A map to so many features, and one from there. */
function mapsOf(
  base: BaseLayer,
  rank: number,
): readonly [Linear | Conv1d | Conv2d, Linear | Conv1d | Conv2d] {
  if (!isConvolution(base)) {
    const { lora_A, lora_B } = adapterShapes(base, rank);
    return [new Linear(lora_A[1]!, rank, { bias: false }), new Linear(rank, lora_B[0]!, { bias: false })];
  }
  const { inChannels, outChannels, paddingMode } = base;
  if (base instanceof Conv1d) {
    const settings = { ...base.options, paddingMode, bias: false };
    return [
      new Conv1d(inChannels, rank, base.kernelSize, settings),
      new Conv1d(rank, outChannels, 1, { bias: false }),
    ];
  }
  const settings = { ...base.options, paddingMode, bias: false };
  return [
    new Conv2d(inChannels, rank, base.kernelSize, settings),
    new Conv2d(rank, outChannels, 1, { bias: false }),
  ];
}

/** Settings of adapters. */
export interface AdapterSettings {
  readonly rank: number;
  readonly scale: number;
  readonly dropout: number;
}

/**
 * A linear map or a convolution with an adapter: a map of low rank that is added to it. A convolution's first map has its kernel,
 * strides and padding, the second one is 1 × 1.
 *
 *     y = base(x) + scale · B(A(dropout(x)))        linear: A [in, rank], B [rank, out]
 */
export class LoRALayer extends Module {
  static override readonly kind: string = 'LoRALayer';

  readonly baseLayer: BaseLayer;
  readonly lora_A: Linear | Conv1d | Conv2d;
  readonly lora_B: Linear | Conv1d | Conv2d;
  readonly dropout: Dropout;
  readonly rank: number;
  readonly scale: number;

  constructor(base: BaseLayer, { rank, scale, dropout }: AdapterSettings) {
    super();
    this.baseLayer = base;
    [this.lora_A, this.lora_B] = mapsOf(base, rank);
    initConstant(this.lora_B.weight, 0); // so that the model begins as it was
    this.dropout = new Dropout(dropout);
    this.rank = rank;
    this.scale = scale;
    this.train(base.training);
  }

  override forward(x: Tensor): Tensor {
    const added = this.lora_B.forward(this.lora_A.forward(this.dropout.forward(x)));
    return this.baseLayer.forward(x).add(added.mul(this.scale));
  }

  /** Adds the adapter to the weights of the layer. */
  merge(): void {
    const { baseLayer } = this;
    if (baseLayer instanceof QuantizedLinear) {
      throw new ArgumentError('mergeLora', {
        expected: 'weights in float32',
        received: `some of ${baseLayer.bits} bits, which would be rounded again`,
        hint: 'Save the adapters, and load them into the model as it was before quantize.',
      });
    }
    const { weight }: { readonly weight: Parameter } = baseLayer;
    scoped(() => {
      const second = this.lora_B.weight.detach().reshape([this.rank, -1]);
      const added = matmul(this.lora_A.weight.detach(), second).mul(this.scale); // [...kernel, in, out]
      weight.set(weight.detach().add(added));
    });
  }

  override describe(): string {
    return `rank: ${this.rank}`;
  }
}
