import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { scoped, type Tensor, tensor } from '@neurona/tensor';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkTensors } from './same-shape.js';

/** Settings of {@link quantileLoss}. */
export interface QuantileLossOptions extends LossOptions {
  /** The probabilities whose quantiles the last axis of the outputs holds, each over 0 and below 1. */
  readonly quantiles: readonly number[];
  /** Factor of each target, of a shape that broadcasts to theirs; 1 / scale of each series where units differ. Default 1. */
  readonly weight?: Tensor | undefined;
}

const quantileLossOptions: OptionTable<QuantileLossOptions> = {
  ...lossOptions,
  quantiles: [0.5],
  weight: undefined,
};

/**
 * Quantile loss, also called pinball loss: its least mean is at the quantiles of the targets, so that a share τ of them lies below the
 * output for τ. For τ = 0.5 it is half the absolute error. Its gradient where both are equal is 0.
 *
 *     L_i = max(τ d, (τ - 1) d)        d = targets_i - outputs_i
 *
 * Shape: outputs `[..., Q]`, targets `[...]` → `[]`, or `[..., Q]` for reduction `none`.
 * @param options - `quantiles`; `reduction` (mean), `weight` (1).
 * @throws {@link ShapeError} if the shapes don't fit; {@link ArgumentError} if a quantile isn't between 0 and 1.
 * @example
 * const options = { quantiles: [0.1, 0.9], reduction: 'none' };
 * await quantileLoss(tensor([[1, 1]]), tensor([2]), options).data(); // => [0.1, 0.9]
 * @see Koenker, Bassett, "Regression Quantiles", 1978
 */
export function quantileLoss(outputs: Tensor, targets: Tensor, options: QuantileLossOptions): Tensor {
  checkOptions('quantileLoss', options, quantileLossOptions);
  const { quantiles, weight, reduction } = options;
  checkTensors('quantileLoss', outputs, targets);
  checkQuantiles(quantiles);
  const expected = [...targets.shape, quantiles.length];
  if (String(outputs.shape) !== String(expected)) {
    throw new ShapeError('quantileLoss', {
      expected: `outputs ${describeShape(expected)}: those of each target for ${quantiles.length} quantiles`,
      received: describeShape(outputs.shape),
    });
  }
  return scoped(() => {
    const d = targets.unsqueeze(-1).sub(outputs); // [..., Q]
    const below = d.relu().mul(tensor(quantiles)); // outputs that are too low
    const above = d
      .neg()
      .relu()
      .mul(tensor(quantiles.map((quantile) => 1 - quantile)));
    const losses = below.add(above);
    return reduceLoss('quantileLoss', weight ? losses.mul(weight.unsqueeze(-1)) : losses, reduction);
  });
}

function checkQuantiles(quantiles: readonly number[]): void {
  checkArgument('quantileLoss', 'quantiles', quantiles, 'list', 'Write { quantiles: [0.1, 0.5, 0.9] }.');
  const wrong = quantiles.find((quantile) => !(quantile > 0 && quantile < 1));
  if (quantiles.length > 0 && wrong === undefined) return;
  throw new ArgumentError('quantileLoss', {
    expected: 'quantiles over 0 and below 1, as [0.1, 0.5, 0.9]',
    received: wrong ?? 'none',
  });
}
