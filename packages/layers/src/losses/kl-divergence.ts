import { checkOptions, type OptionTable } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { finiteWhereIgnored } from '../ignored.js';
import { noteDivisor } from './divisor.js';
import { type Reduction, reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/** Settings of {@link klDivergence}. */
export interface KLDivergenceOptions {
  /** Default `mean` over all elements; `batchMean` divides by the size of the first axis, which is the divergence itself. */
  readonly reduction?: Reduction | 'batchMean' | undefined;
  /** Whether targets are logarithms of probabilities too, default false. */
  readonly logTarget?: boolean | undefined;
}

const klDivergenceOptions: OptionTable<KLDivergenceOptions> = { reduction: 'mean', logTarget: false };

/**
 * Kullback-Leibler divergence of the outputs' distribution from the targets', element by element, in nats.
 *
 *     L_i = t_i (log t_i - logProbabilities_i)        0 log 0 = 0
 *
 * Shape: logProbabilities, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param logProbabilities - Logarithms of probabilities, as `logSoftmax` returns them.
 * @param targets - Probabilities, or with `logTarget` their logarithms.
 * @param options - `reduction` (mean), `logTarget` (false).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * const p = tensor([[0.5, 0.5]]);
 * await klDivergence(tensor([[0.25, 0.75]]).log(), p, { reduction: 'batchMean' }).item(); // => 0.1438
 */
export function klDivergence(
  logProbabilities: Tensor,
  targets: Tensor,
  options: KLDivergenceOptions = {},
): Tensor {
  checkOptions('klDivergence', options, klDivergenceOptions);
  const { reduction, logTarget = false } = options;
  checkSameShape('klDivergence', logProbabilities, targets);
  return scoped(() => {
    const p = logTarget ? targets.exp() : targets;
    const counts = p.notEqual(0);
    const logs = finiteWhereIgnored(logProbabilities, counts);
    const losses = logTarget
      ? p.mul(finiteWhereIgnored(targets, counts).sub(logs))
      : entropyTerm(p).sub(p.mul(logs));
    if (reduction !== 'batchMean') return reduceLoss('klDivergence', losses, reduction);
    const count = losses.shape[0] ?? 1;
    noteDivisor(() => count);
    return losses.sum().div(count);
  });
}

/** t log t, 0 at 0. */
function entropyTerm(t: Tensor): Tensor {
  const isPositive = t.greater(0);
  return isPositive.where(t.mul(isPositive.where(t, 1).log()), 0);
}
