import { checkOptions, type OptionTable } from '@neurona/backend';
import { crossEntropy } from '@neurona/layers';
import { noGrad, own, scoped, stack, type Tensor, tensor } from '@neurona/tensor';
import { copyTensor } from '../loop/tensor-tree.js';
import type { StatefulMetric } from './metric.js';

/** Settings of {@link perplexity}. */
export interface PerplexityOptions {
  /** Targets of this value are ignored, such as padding. Default none. */
  readonly ignoreIndex?: number;
}

const perplexityOptions: OptionTable<PerplexityOptions> = { ignoreIndex: -100 };

class Perplexity implements StatefulMetric {
  #sums: Tensor | undefined; // [2]: nats, tokens

  constructor(readonly options: PerplexityOptions) {}

  update(outputs: Tensor, targets: Tensor): void {
    const before = this.#sums;
    this.#sums = own(
      noGrad(() =>
        scoped(() => {
          const { ignoreIndex } = this.options;
          const nats = crossEntropy(outputs, targets, { ...this.options, reduction: 'sum' });
          const tokens =
            ignoreIndex === undefined
              ? tensor(targets.size)
              : targets.notEqual(ignoreIndex).cast('float32').sum();
          const sums = stack([nats, tokens]);
          return before ? before.add(sums) : sums;
        }),
      ),
    );
    before?.dispose();
  }

  async result(): Promise<number> {
    if (!this.#sums) return Number.NaN;
    const sums = this.#sums.detach();
    const [nats, tokens] = await sums.data();
    sums.dispose();
    return Math.exp(nats! / tokens!);
  }

  reset(): void {
    this.#sums?.dispose();
    this.#sums = undefined;
  }

  stateDict(): { readonly sums?: Tensor } {
    return this.#sums ? { sums: this.#sums } : {};
  }

  loadStateDict(state: { readonly sums?: Tensor }): void {
    this.reset();
    if (state.sums) this.#sums = copyTensor(state.sums);
  }

  mergeStateDict(state: { readonly sums?: Tensor }): void {
    const before = this.#sums;
    if (!before) this.loadStateDict(state);
    if (!before || !state.sums) return;
    this.#sums = noGrad(() => own(before.add(state.sums!)));
    before.dispose();
  }
}

/**
 * Perplexity of a language model over all batches: the number of equally probable tokens with the same uncertainty.
 *
 *     PP = exp( -(1/T) Σ_t log p(token_t) )
 *
 * Shape: outputs (logits) `[..., V]`, targets int32 `[...]`.
 * @param options - `ignoreIndex` (none), for padding.
 * @throws {@link ShapeError} in `update` if the shapes don't fit.
 * @example
 * const metric = perplexity();
 * metric.update(zeros([2, 5, 8]), zeros([2, 5], { dtype: 'int32' }));
 * await metric.result(); // => 8
 */
export const perplexity = (options: PerplexityOptions = {}): StatefulMetric => {
  checkOptions('perplexity', options, perplexityOptions);
  return new Perplexity(options);
};
