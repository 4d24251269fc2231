import { ArgumentError, checkOptions, checkProbability, type OptionTable } from '@neurona/backend';
import { dropout, type Generator, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';

/** Settings of {@link Dropout}. */
export interface DropoutOptions {
  /** Where the choice comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/** @internal */
export const dropoutOptions: OptionTable<DropoutOptions> = { rng: undefined };

/**
 * In training, zeroes each value with a probability and scales up the rest, so that the mean stays; in evaluation mode does
 * nothing.
 *
 *     y_i = x_i · [u_i ≥ p] / (1 - p)        u_i ~ U(0, 1)
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1].
 * @example
 * await new Dropout(0.5).eval().forward(tensor([1, 2])).data(); // => [1, 2]
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014
 */
export class Dropout extends Module {
  static override readonly kind: string = 'Dropout';

  readonly #rng: Generator | undefined;

  constructor(
    readonly probability = 0.5,
    options: DropoutOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, dropoutOptions);
    checkProbability('Dropout', probability);
    this.#rng = options.rng;
  }

  override forward(x: Tensor): Tensor {
    return this.training ? dropout(x, this.probability, this.#rng && { rng: this.#rng }) : x;
  }

  override describe(): string {
    return String(this.probability);
  }
}
