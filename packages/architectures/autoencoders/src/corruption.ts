// Vincent, Larochelle, Bengio, Manzagol, "Extracting and Composing Robust Features with Denoising Autoencoders", 2008
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { GaussianNoise, Module } from '@neurona/layers';
import { bernoulli, checkTensor, scoped, type Tensor } from '@neurona/tensor';
import { checkWeight } from './check-weight.js';

/** What is done to the input in training, from which a denoising autoencoder learns to restore it. */
export interface CorruptionOptions {
  /** Standard deviation of normal noise that is added, default 0. */
  readonly noise?: number;
  /** Probability with which a value is replaced by 0, default 0. The others stay as they are. */
  readonly dropout?: number;
}

/** @internal */
export const corruptionOptions: OptionTable<CorruptionOptions> = { noise: 0, dropout: 0 };

/**
 * In training, replaces values by 0 and adds noise; in evaluation mode does nothing.
 *
 *     y_i = m_i x_i + noise · z_i        m_i ~ Bernoulli(1 - dropout), z_i ~ N(0, 1)
 *
 * Other than `Dropout` it doesn't scale what is left: the values that remain are those of a damaged image.
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ArgumentError} if `noise` is negative, or `dropout` is not in [0, 1).
 * @example
 * await new Corruption({ dropout: 0.5 }).eval().forward(tensor([1, 2])).data(); // => [1, 2]
 * @see Vincent et al., "Extracting and Composing Robust Features with Denoising Autoencoders", 2008
 */
export class Corruption extends Module {
  static override readonly kind: string = 'Corruption';

  readonly noise: number;
  readonly dropout: number;
  readonly #noise: GaussianNoise | undefined;

  constructor(options: CorruptionOptions = {}) {
    super();
    const { noise = 0, dropout = 0 } = checkOptions('Corruption', options, corruptionOptions);
    this.noise = checkWeight('Corruption', 'noise', noise);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new ArgumentError('Corruption', {
        expected: 'dropout to be a probability from 0 to less than 1',
        received: dropout,
      });
    }
    this.dropout = dropout;
    this.#noise = noise > 0 ? new GaussianNoise(noise) : undefined;
  }

  override forward(x: Tensor): Tensor {
    checkTensor('Corruption', x);
    if (!this.training) return x;
    return scoped(() => {
      const kept =
        this.dropout > 0 ? x.mul(bernoulli(1 - this.dropout, { shape: x.shape, backend: x.backend })) : x;
      return this.#noise ? this.#noise.forward(kept) : kept;
    });
  }

  override describe(): string {
    return `noise: ${this.noise}, dropout: ${this.dropout}`;
  }
}
