import { checkOptions, type OptionTable } from '@neurona/backend';
import { checkTensor, scoped, type Tensor } from '@neurona/tensor';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/** Settings of {@link poissonNLL}. */
export interface PoissonNLLOptions extends LossOptions {
  /** Whether outputs are logarithms of the rate, default true. */
  readonly logInput?: boolean | undefined;
  /** Whether to add the term that depends on the targets alone, by Stirling's formula. Default false. */
  readonly full?: boolean | undefined;
  /** Added to rates before their logarithm is taken, default 1e-8. */
  readonly eps?: number | undefined;
}

const poissonNLLOptions: OptionTable<PoissonNLLOptions> = {
  ...lossOptions,
  logInput: true,
  full: false,
  eps: 1e-8,
};

/** Settings of {@link gaussianNLL}. */
export interface GaussianNLLOptions extends LossOptions {
  /** Whether the constant ½ log 2π is added, default false. */
  readonly full?: boolean | undefined;
  /** The smallest variance, default 1e-6. */
  readonly eps?: number | undefined;
}

const gaussianNLLOptions: OptionTable<GaussianNLLOptions> = { ...lossOptions, full: false, eps: 1e-6 };

/**
 * Negative log-likelihood of Poisson distributed counts.
 *
 *     L_i = exp(x_i) - y_i x_i        or, without `logInput`, x_i - y_i log(x_i + eps)
 *     full: + y_i log y_i - y_i + ½ log(2π y_i) where y_i > 1
 *
 * Shape: outputs, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param targets - Counts, at least 0.
 * @param options - `reduction` (mean), `logInput` (true), `full` (false), `eps` (1e-8).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await poissonNLL(tensor([0, 1]), tensor([1, 2])).item(); // => 0.8591
 */
export function poissonNLL(outputs: Tensor, targets: Tensor, options: PoissonNLLOptions = {}): Tensor {
  checkOptions('poissonNLL', options, poissonNLLOptions);
  const { logInput = true, full = false, eps = 1e-8, reduction } = options;
  checkSameShape('poissonNLL', outputs, targets);
  return scoped(() => {
    const y = targets.cast('float32');
    const core = logInput ? outputs.exp().sub(y.mul(outputs)) : outputs.sub(y.mul(outputs.add(eps).log()));
    return reduceLoss('poissonNLL', full ? core.add(stirling(y)) : core, reduction);
  });
}

/** log y! by Stirling's formula; 0 up to 1. */
function stirling(y: Tensor): Tensor {
  const isLarge = y.greater(1);
  const safe = isLarge.where(y, 1);
  const terms = safe
    .mul(safe.log())
    .sub(safe)
    .add(
      safe
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    );
  return isLarge.where(terms, 0);
}

/**
 * Negative log-likelihood of a normal distribution whose mean and variance a network predicts.
 *
 *     L_i = ½ (log v_i + (x_i - y_i)² / v_i)        v_i = max(variance_i, eps)
 *
 * Shape: outputs, targets `[...]`, equal; variances of a shape that broadcasts → `[]`, or `[...]` for reduction `none`.
 * @param variances - At least 0. Those under eps, negative ones too, count as eps, and get its gradient.
 * @param options - `reduction` (mean), `full` (false), `eps` (1e-6).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await gaussianNLL(tensor([1]), tensor([3]), tensor([2])).item(); // => 1.3466
 */
export function gaussianNLL(
  outputs: Tensor,
  targets: Tensor,
  variances: Tensor,
  options: GaussianNLLOptions = {},
): Tensor {
  checkOptions('gaussianNLL', options, gaussianNLLOptions);
  const { full = false, eps = 1e-6, reduction } = options;
  checkSameShape('gaussianNLL', outputs, targets);
  checkTensor('gaussianNLL', variances, 'variances');
  return scoped(() => {
    // The value is clamped, the gradient is not: variances that fell to 0 can rise again.
    const least = variances.sub(variances.detach()).add(eps); // eps, whatever the variance was
    const v = variances.less(eps).where(least, variances);
    const terms = v.log().add(outputs.sub(targets).square().div(v)).mul(0.5);
    return reduceLoss('gaussianNLL', full ? terms.add(0.5 * Math.log(2 * Math.PI)) : terms, reduction);
  });
}
