// internal
import { checkOptions } from '@neurona/backend';
import type { Generator, Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import { type DropoutOptions, dropoutOptions } from './dropout.js';

/** A layer that changes its input at random in training, and does nothing in evaluation mode. */
export abstract class RandomLayer extends Module {
  readonly #rng: Generator | undefined;

  constructor(options: DropoutOptions) {
    super();
    checkOptions(this.kind, options, dropoutOptions);
    this.#rng = options.rng;
  }

  /** The output in training. */
  protected abstract disturb(x: Tensor, options: DropoutOptions): Tensor;

  override forward(x: Tensor): Tensor {
    return this.training ? this.disturb(x, this.#rng ? { rng: this.#rng } : {}) : x;
  }
}
