import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/** Settings of {@link huber}. */
export interface HuberOptions extends LossOptions {
  /** The error above which the loss is linear, over 0. Default 1. */
  readonly delta?: number | undefined;
}

const huberOptions: OptionTable<HuberOptions> = { ...lossOptions, delta: 1 };

/** Settings of {@link smoothL1}. */
export interface SmoothL1Options extends LossOptions {
  /** The error above which the loss is linear, at least 0. Default 1. */
  readonly beta?: number | undefined;
}

const smoothL1Options: OptionTable<SmoothL1Options> = { ...lossOptions, beta: 1 };

/** c (|d| - c / 2) with c = min(|d|, bend): d² / 2 up to the bend, straight beyond it. */
function bent(difference: Tensor, bend: number): Tensor {
  const size = difference.abs();
  const capped = size.minimum(bend);
  return capped.mul(size.sub(capped.mul(0.5)));
}

/**
 * Huber loss: squared error for small errors, absolute error for large ones, so that outliers have less influence.
 *
 *     L_i = d² / 2 where |d| < δ, else δ (|d| - δ / 2)        d = outputs_i - targets_i
 *
 * Shape: outputs, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param options - `reduction` (mean), `delta` (1).
 * @throws {@link ShapeError} if the shapes differ; {@link ArgumentError} unless delta > 0.
 * @example
 * await huber(tensor([0, 3]), tensor([0.5, 0]), { reduction: 'none' }).data(); // => [0.125, 2.5]
 * @see Huber, "Robust Estimation of a Location Parameter", 1964
 */
export function huber(outputs: Tensor, targets: Tensor, options: HuberOptions = {}): Tensor {
  checkOptions('huber', options, huberOptions);
  const { delta = 1, reduction } = options;
  checkSameShape('huber', outputs, targets);
  if (!(delta > 0)) throw new ArgumentError('huber', { expected: 'delta > 0', received: delta });
  return scoped(() => reduceLoss('huber', bent(outputs.sub(targets), delta), reduction));
}

/**
 * Smooth L1 loss: the absolute error, smoothed where it is small. The Huber loss divided by beta; with beta 0 the absolute error.
 *
 *     L_i = d² / 2β where |d| < β, else |d| - β / 2        d = outputs_i - targets_i
 *
 * Shape: outputs, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param options - `reduction` (mean), `beta` (1).
 * @throws {@link ShapeError} if the shapes differ; {@link ArgumentError} unless beta ≥ 0.
 * @example
 * await smoothL1(tensor([0, 3]), tensor([0.5, 0]), { reduction: 'none' }).data(); // => [0.125, 2.5]
 */
export function smoothL1(outputs: Tensor, targets: Tensor, options: SmoothL1Options = {}): Tensor {
  checkOptions('smoothL1', options, smoothL1Options);
  const { beta = 1, reduction } = options;
  checkSameShape('smoothL1', outputs, targets);
  if (!(beta >= 0)) throw new ArgumentError('smoothL1', { expected: 'beta ≥ 0', received: beta });
  return scoped(() => {
    const difference = outputs.sub(targets);
    const losses = beta === 0 ? difference.abs() : bent(difference, beta).div(beta);
    return reduceLoss('smoothL1', losses, reduction);
  });
}
