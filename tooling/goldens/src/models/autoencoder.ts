import { type Conv2d, type ConvTranspose2d, Module, ModuleList } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A loss of outputs and targets. */
export type OutputLoss = (outputs: Tensor, targets: Tensor) => Tensor;

/** A layer of {@link ConvAutoencoder} and its activation. */
export interface AutoencoderStep {
  readonly layer: Conv2d | ConvTranspose2d;
  readonly activation: (x: Tensor) => Tensor;
}

/** Convolutions down, transposed ones up again; the loss compares images with themselves. */
export class ConvAutoencoder extends Module<readonly [Tensor, Tensor]> {
  readonly layers: ModuleList<Conv2d | ConvTranspose2d>;

  constructor(
    steps: readonly AutoencoderStep[],
    private readonly loss: OutputLoss,
  ) {
    super();
    this.layers = new ModuleList(steps.map(({ layer }) => layer));
    this.activations = steps.map(({ activation }) => activation);
  }

  private readonly activations: readonly AutoencoderStep['activation'][];

  override forward(x: Tensor, target: Tensor): Tensor {
    let y = x;
    for (const [i, layer] of [...this.layers].entries()) y = this.activations[i]!(layer.forward(y));
    return this.loss(y, target);
  }
}
