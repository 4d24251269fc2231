// internal
import type { Generator } from '@neurona/tensor';
import { drawUniforms } from '../../draw-numbers.js';

const blockSize = 256;

/** Random numbers one after another, drawn from a generator in blocks. */
export class Dice {
  #block: Float64Array = new Float64Array(0);
  #next = 0;

  constructor(readonly rng: Generator) {}

  /** Evenly spread from `low` to `high`. */
  uniform(low = 0, high = 1): number {
    if (this.#next === this.#block.length) {
      this.#block = drawUniforms(blockSize, this.rng);
      this.#next = 0;
    }
    return low + (high - low) * this.#block[this.#next++]!;
  }

  /** Of a normal distribution around 0. */
  normal(std: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return std * radius * Math.cos(this.uniform(0, 2 * Math.PI));
  }

  /** One of some things. */
  pick<T>(things: readonly T[]): T {
    return things[Math.floor(this.uniform(0, things.length))]!;
  }
}
