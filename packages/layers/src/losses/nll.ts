import { gather, scoped, type Tensor } from '@neurona/tensor';
import { checkClassTargets, classTargets, reduceClassLoss } from './class-targets.js';
import type { ClassLossOptions } from './reduction.js';

/**
 * Negative log-likelihood of classes, from log-probabilities (what `logSoftmax` gives).
 *
 *     L_n = -w_t logProbabilities_n[t]        mean: Σ L_n / Σ w_t
 *
 * Shape: logProbabilities `[..., C]`, targets int32 `[...]` → `[]`, or `[...]` for reduction `none`.
 * @param targets - Classes from 0 to C - 1; they are not checked, as that would wait for the device.
 * @param options - `reduction` (mean), `weight` of the classes, `ignoreIndex` (none).
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if the targets are not int32.
 * @example
 * await nll(tensor([[-0.1, -2.4]]), tensor([1], { dtype: 'int32' })).item(); // => 2.4
 */
export function nll(logProbabilities: Tensor, targets: Tensor, options: ClassLossOptions = {}): Tensor {
  checkClassTargets('nll', logProbabilities, targets, options);
  return scoped(() => {
    const rows = logProbabilities.reshape([targets.size, logProbabilities.shape.at(-1)!]); // [M, C]
    const given = classTargets(targets, options);
    const { classes, kept, factors } = given;
    const plain = gather(rows, 1, classes.unsqueeze(1)).squeeze(1).neg(); // [M]
    const losses = factors ? (kept ? kept.where(plain, 0) : plain).mul(factors) : plain;
    return reduceClassLoss('nll', losses, given, targets.shape, options.reduction);
  });
}
