import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import { noGrad } from '../../autograd/grad-mode.js';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import {
  checkEps,
  floatInput,
  innerAxes,
  type NormalizationFunctionOptions,
  normalizationOptions,
  ofShape,
} from './affine-operands.js';
import { affine, standardize } from './standardize.js';

/** Settings of {@link batchNorm}. */
export interface BatchNormFunctionOptions extends NormalizationFunctionOptions {
  /** Running mean of each channel `[C]`; used, or in training overwritten. */
  readonly runningMean?: Tensor | undefined;
  /** Running variance of each channel `[C]`; used, or in training overwritten. */
  readonly runningVar?: Tensor | undefined;
  /** Whether to normalise with the mean and variance of the batch, and to update the running ones. Default false. */
  readonly training?: boolean | undefined;
  /** Weight of the batch in the updated running mean and variance, a number or a scalar. Default 0.1. */
  readonly momentum?: number | Tensor | undefined;
}

const batchNormFunctionOptions: OptionTable<BatchNormFunctionOptions> = {
  ...normalizationOptions,
  runningMean: undefined,
  runningVar: undefined,
  training: false,
  momentum: 0.1,
};

/**
 * Normalises each channel over the batch and all positions: in training, and where no running ones are given, with the batch's
 * mean and variance, otherwise with the running ones.
 *
 *     y = (x - mean) / √(var + eps) · weight + bias        var with the divisor n
 *     training: running = (1 - momentum) running + momentum new        the new variance with the divisor n - 1
 *
 * Shape: x `[N, ..., C]` → same shape.
 * @param options - `runningMean`, `runningVar`, `training` (false), `momentum` (0.1), `weight`, `bias` `[C]`, `eps` (1e-5).
 * @throws {@link ShapeError} if the shapes don't fit, or a channel of a training batch has a single value.
 * @throws {@link ArgumentError} unless eps ≥ 0, or if only one of the running moments is given.
 * @example
 * await batchNorm(tensor([[1, 10], [3, 30]]), { training: true }).array(); // => [[-1, -1], [1, 1]]
 * @see Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167
 */
export function batchNorm(x: TensorLike, options: BatchNormFunctionOptions = {}): Tensor {
  checkOptions('batchNorm', options, batchNormFunctionOptions);
  const input = floatInput('batchNorm', x);
  const { runningMean, runningVar, training = false, momentum = 0.1 } = options;
  const axes = [0, ...innerAxes('batchNorm', input, '[N, ..., C]', 2)];
  const channels = input.shape.slice(-1);
  const weight = ofShape('batchNorm', 'a weight', options.weight, channels, input);
  const bias = ofShape('batchNorm', 'a bias', options.bias, channels, input);
  const mean = ofShape('batchNorm', 'a running mean', runningMean, channels, input);
  const variance = ofShape('batchNorm', 'a running variance', runningVar, channels, input);
  const eps = checkEps('batchNorm', options.eps);
  if ((mean === undefined) !== (variance === undefined)) {
    throw new ArgumentError('batchNorm', {
      expected: 'both running moments or none',
      received: mean ? 'the mean alone' : 'the variance alone',
    });
  }
  if (!training && mean && variance) {
    return scoped(() => {
      const scale = weight ? variance.add(eps).rsqrt().mul(weight) : variance.add(eps).rsqrt(); // [C]
      const shift = mean.mul(scale).neg(); // [C]
      return input.mul(scale).add(bias ? shift.add(bias) : shift);
    });
  }
  const count = axes.reduce((product, axis) => product * input.shape[axis]!, 1);
  if (count < 2) {
    throw new ShapeError('batchNorm', {
      expected: 'more than one value for each channel of a training batch',
      received: count,
      where: `x has shape ${describeShape(input.shape)}`,
      hint: 'Use a larger batch, a DataLoader with { dropLast: true } where the last batch holds one example, or eval().',
    });
  }
  return scoped(() => {
    const own = standardize(input, { axes, eps, centered: true });
    if (mean && variance) {
      moveTowards(mean, own.mean!, momentum);
      moveTowards(variance, own.variance, momentum, count / (count - 1));
    }
    return affine(own.output, weight, bias);
  });
}

/** running = (1 - momentum) running + momentum · factor · fresh, in place. */
function moveTowards(running: Tensor, fresh: Tensor, momentum: number | Tensor, factor = 1): void {
  scoped(() =>
    noGrad(() => {
      const target = fresh.reshape(running.shape);
      if (typeof momentum === 'number') {
        running.assign(running.mul(1 - momentum).add(target.mul(momentum * factor)));
      } else {
        running.assign(running.add(target.mul(factor).sub(running).mul(momentum)));
      }
    }),
  );
}
