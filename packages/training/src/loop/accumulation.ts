// internal
import { ArgumentError } from '@neurona/backend';
import type { Divisor } from '@neurona/layers';
import { isTensor, noGrad, own, type Parameter, type Tensor } from '@neurona/tensor';
import type { Ranks } from '../ranks/ranks.js';
import type { Steps } from './steps.js';

/**
 * Accumulates the gradients of a few batches to those of one large batch: each batch is weighted by what its mean divides by.
 *
 *     g = Σ_b d_b g_b / Σ_b d_b
 */
export class Accumulation {
  #batches = 0; // since the last step
  #total: Divisor = 0;
  #unit = 1; // what whole groups of equal batches sum up to, so that they need no scaling

  /**
   * @param batches - Number of batches in a step.
   * @param ranks - The processes whose gradients are summed too, if there are several.
   */
  constructor(
    private readonly batches: number,
    private readonly optimizer: Steps,
    private readonly parameters: () => Iterable<Parameter>,
    private readonly ranks?: Ranks,
  ) {
    if (Number.isInteger(batches) && batches >= 1) return;
    throw new ArgumentError('fit', {
      expected: 'accumulate to be an integer of at least 1',
      received: batches,
    });
  }

  /** Whether all batches of a step were added. */
  get isDue(): boolean {
    return this.#batches === this.batches;
  }

  /** Whether any batch was added since the last step. */
  get isPending(): boolean {
    return this.#batches > 0;
  }

  /** Adds the gradients of a batch's mean, which divides by `divisor`; one without targets adds nothing. */
  add(mean: Tensor, divisor: Divisor): void {
    this.pass();
    if (divisor === 0) return;
    if (this.#total === 0) this.#unit = isTensor(divisor) || this.ranks ? 1 : divisor * this.batches;
    const share = isTensor(divisor) ? divisor.cast('float32').div(this.#unit) : divisor / this.#unit;
    const onGradient = this.isDue ? this.ranks?.gradients.begin([...this.parameters()]) : undefined;
    const isWhole = this.batches === 1 && !this.ranks;
    (isWhole ? mean : mean.mul(share)).backward(onGradient ? { onGradient } : {});
    const before = this.#total;
    if (isTensor(divisor) || isTensor(before)) {
      this.#total = own(
        noGrad(() => (isTensor(divisor) ? divisor.add(before) : (before as Tensor).add(divisor))),
      );
      if (isTensor(before)) before.dispose();
    } else this.#total = before + divisor;
  }

  /** Counts a batch that has nothing to add. */
  pass(): void {
    if (this.#batches++ === 0) this.optimizer.zeroGrad();
  }

  /** Turns the sums into the gradients of all batches together; returns false if there was no target. Waits for the device only where the
   * number of targets is known there alone. */
  async finish(): Promise<boolean> {
    const total = isTensor(this.#total) ? await this.#total.item() : this.#total;
    this.clear();
    if (this.ranks) return (await this.ranks.finishStep([...this.parameters()], total)) > 0;
    if (total === 0) return false;
    if (this.batches > 1 && total !== this.#unit) this.#scale(this.#unit / total);
    return true;
  }

  /** Clears what was added. */
  clear(): void {
    if (isTensor(this.#total)) this.#total.dispose();
    this.#total = 0;
    this.#batches = 0;
  }

  #scale(factor: number): void {
    noGrad(() => {
      for (const parameter of this.parameters()) {
        const { grad } = parameter;
        if (!grad) continue;
        parameter.grad = own(grad.mul(factor));
        grad.dispose();
      }
    });
  }
}
