// Kingma, Welling, "Auto-Encoding Variational Bayes", 2013, arXiv:1312.6114; fields as in vae of pytorch/examples
//
//     x [N, D] → fc1, ReLU [N, hiddenSize] → fc21: mean, fc22: logVar [N, Z] → z → fc3, ReLU [N, hiddenSize] → fc4 [N, D]
//
// Departures from the paper: ReLU in place of tanh; labels, where there are any, are read beside x and beside z.
import { checkOptions, type OptionTable } from '@neurona/backend';
import { Linear } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';
import type { Posterior } from './posterior.js';
import { type LatentConfig, latentConfig, VariationalAutoencoder } from './variational-autoencoder.js';

/** Sizes and settings of a {@link VAE}; the shape of an example is `[28, 28, 1]`, 400 hidden and 20 latent variables by default. */
export interface VAEConfig extends Partial<LatentConfig> {
  /** Features of the hidden layer of encoder and decoder, default 400. */
  readonly hiddenSize?: number;
}

const vaeConfig: OptionTable<VAEConfig> = { ...latentConfig, hiddenSize: 400 };

/**
 * Variational autoencoder of linear layers, by default 784-400-20. With `numClasses` it is conditional: encoder and decoder read the
 * class too, so that latent variables hold what differs within a class.
 *
 *     h = relu(x W₁ + b₁)        mean = h W₂₁ + b₂₁        logVar = h W₂₂ + b₂₂        output = relu(z W₃ + b₃) W₄ + b₄
 *
 * Shape: x `[N, ...inputShape]`, labels `[N]` → output `[N, ...inputShape]`, mean and logVar `[N, latentSize]`. Parameters: `fc1`, `fc21`,
 * `fc22`, `fc3`, `fc4`, each a `Linear`.
 * @param config - `inputShape` ([28, 28, 1]), `hiddenSize` (400), `latentSize` (20), `numClasses` (none), `likelihood` (bernoulli), `std` (1),
 * `rng`.
 * @throws {@link ArgumentError} if a setting is out of its range.
 * @example
 * const model = new VAE({ inputShape: [8, 8, 1], hiddenSize: 32, latentSize: 2 });
 * model.encode(ones([5, 8, 8, 1])).mean.shape; // => [5, 2]
 * @see Kingma, Welling, "Auto-Encoding Variational Bayes", 2013, arXiv:1312.6114
 */
export class VAE extends VariationalAutoencoder {
  static override readonly kind: string = 'VAE';

  readonly fc1: Linear;
  readonly fc21: Linear;
  readonly fc22: Linear;
  readonly fc3: Linear;
  readonly fc4: Linear;

  constructor(config: VAEConfig = {}) {
    checkOptions('VAE', config, vaeConfig);
    const { inputShape = [28, 28, 1], latentSize = 20, hiddenSize = 400 } = config;
    super('VAE', { ...config, inputShape, latentSize });
    const classes = this.numClasses ?? 0;
    this.fc1 = new Linear(this.inputSize + classes, hiddenSize);
    this.fc21 = new Linear(hiddenSize, latentSize);
    this.fc22 = new Linear(hiddenSize, latentSize);
    this.fc3 = new Linear(latentSize + classes, hiddenSize);
    this.fc4 = new Linear(hiddenSize, this.inputSize);
  }

  protected override encodeChecked(x: Tensor, classes: Tensor | undefined): Posterior {
    const flat = x.reshape([x.shape[0]!, this.inputSize]);
    const h = this.fc1.forward(classes ? concat([flat, classes], { axis: 1 }) : flat).relu(); // [N, hiddenSize]
    return { mean: this.fc21.forward(h), logVar: this.fc22.forward(h) };
  }

  protected override decodeChecked(z: Tensor): Tensor {
    const flat = this.fc4.forward(this.fc3.forward(z).relu()); // [N, D]
    return flat.reshape([z.shape[0]!, ...this.inputShape]);
  }
}
