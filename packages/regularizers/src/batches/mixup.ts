import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  defaultGenerator,
  type Generator,
  indexSelect,
  permutation,
  scoped,
  type Tensor,
} from '@neurona/tensor';
import { type BatchTransform, checkAlpha, soften, splitBatch } from './batch-transform.js';
import { drawBeta } from './beta.js';

/** Settings of {@link mixup} and {@link cutmix}. */
export interface MixOptions {
  /** Parameter of the Beta distribution of λ: large for even mixtures, small for little mixing. */
  readonly alpha?: number;
  /** Number of classes, required if targets are class numbers. */
  readonly numClasses?: number;
  /** Random generator, default the global one that `manualSeed` seeds. */
  readonly rng?: Generator;
}

/** @internal */
export const mixOptions: OptionTable<MixOptions> = { alpha: 1, numClasses: 10, rng: undefined };

/**
 * Mixes each example with another of the batch, and their targets in the same proportion. The matching loss is cross-entropy with probabilities, or
 * any loss of targets that are numbers.
 *
 *     x = λ x + (1 - λ) x′        t = λ t + (1 - λ) t′        λ ~ Beta(alpha, alpha), one for the batch
 *
 * Shape: inputs `[N, ...]` → the same; targets int32 `[N]` → float32 `[N, C]`, float32 `[N, ...]` → the same.
 * @param options - `alpha`, default 0.2; `numClasses`; `rng`.
 * @throws {@link ArgumentError} if `alpha` is not above 0; when called, if classes come without `numClasses`.
 * @example
 * const mix = mixup({ numClasses: 3 });
 * const [x, t] = mix([tensor([[1, 2], [3, 4]]), tensor([0, 2], { dtype: 'int32' })]);
 * [x.shape, t.shape]; // => [[2, 2], [2, 3]]
 * @see Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2017, arXiv:1710.09412
 */
export function mixup(options: MixOptions = {}): BatchTransform {
  const { alpha = 0.2, numClasses } = checkOptions('mixup', options, mixOptions);
  checkAlpha('mixup', alpha);
  return (batch) => {
    const [inputs, targets] = splitBatch('mixup', batch);
    const rng = options.rng ?? defaultGenerator();
    return scoped(() => {
      const share = drawBeta(alpha, rng);
      const order = permutation(targets.shape[0] ?? 0, { rng, backend: targets.backend });
      const mix = (x: Tensor): Tensor => x.mul(share).add(indexSelect(x, 0, order).mul(1 - share));
      return [...inputs.map(mix), mix(soften('mixup', targets, numClasses))];
    });
  };
}
