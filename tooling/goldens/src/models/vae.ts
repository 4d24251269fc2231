import { bce, Linear, Module } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A variational autoencoder; its noise is given. */
export class VAE extends Module<readonly [Tensor, Tensor]> {
  readonly fc1: Linear;
  readonly fc21: Linear;
  readonly fc22: Linear;
  readonly fc3: Linear;
  readonly fc4: Linear;

  constructor([inputs, hidden, latent]: readonly [number, number, number]) {
    super();
    this.fc1 = new Linear(inputs, hidden);
    this.fc21 = new Linear(hidden, latent);
    this.fc22 = new Linear(hidden, latent);
    this.fc3 = new Linear(latent, hidden);
    this.fc4 = new Linear(hidden, inputs);
  }

  override forward(x: Tensor, noise: Tensor): Tensor {
    const h = this.fc1.forward(x).relu();
    const mean = this.fc21.forward(h);
    const logVar = this.fc22.forward(h);
    const z = mean.add(noise.mul(logVar.mul(0.5).exp()));
    const reconstruction = this.fc4.forward(this.fc3.forward(z).relu()).sigmoid();
    const divergence = logVar.add(1).sub(mean.square()).sub(logVar.exp()).sum().mul(-0.5);
    return bce(reconstruction, x, { reduction: 'sum' }).add(divergence);
  }
}
