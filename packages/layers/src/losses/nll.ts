import { checkOptions } from '@neurona/backend';
import { gather, scoped, type Tensor } from '@neurona/tensor';
import { checkClassTargets, classTargets, reduceClassLoss, weighLosses } from './class-targets.js';
import { type ClassLossOptions, classLossOptions } from './reduction.js';

/**
 * Negative log-likelihood of classes, from log-probabilities (what `logSoftmax` returns).
 *
 *     L_n = -w_t logProbabilities_n[t]        mean: Σ L_n / Σ w_t, 0 where no target is left
 *
 * Shape: logProbabilities `[..., C]`, targets int32 `[...]` → `[]`, or `[...]` for reduction `none`.
 * @param targets - Classes from 0 to C - 1; checked where that doesn't wait for the device, as in the batches of a `DataLoader`.
 * @param options - `reduction` (mean), `weight` of the classes, `ignoreIndex` (none).
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if the targets are not int32; {@link ArgumentError} if one
 * is known to be no class.
 * @example
 * await nll(tensor([[-0.1, -2.4]]), tensor([1], { dtype: 'int32' })).item(); // => 2.4
 */
export function nll(logProbabilities: Tensor, targets: Tensor, options: ClassLossOptions = {}): Tensor {
  checkOptions('nll', options, classLossOptions);
  checkClassTargets('nll', logProbabilities, targets, options);
  return scoped(() => {
    const rows = logProbabilities.reshape([targets.size, logProbabilities.shape.at(-1)!]); // [M, C]
    const given = classTargets(targets, options);
    const losses = gather(rows, 1, given.classes.unsqueeze(1)).squeeze(1).neg(); // [M]
    return reduceClassLoss('nll', weighLosses(losses, given), given, targets.shape, options.reduction);
  });
}
