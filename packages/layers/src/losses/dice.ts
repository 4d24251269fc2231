import { checkOptions, type OptionTable, ShapeError } from '@neurona/backend';
import { checkTensor, oneHot, scoped, type Tensor } from '@neurona/tensor';
import { checkPositive } from '../check.js';

/** Settings of {@link dice}. */
export interface DiceOptions {
  /** Added above and below, so that a class which is nowhere counts as found. Default 1. */
  readonly smooth?: number;
}

const diceOptions: OptionTable<DiceOptions> = { smooth: 1 };

/**
 * Dice loss of logits for each pixel: how little the predicted regions and the true ones overlap, averaged over classes. It doesn't
 * mind that one class has most of the pixels.
 *
 *     p = softmax(logits)        L = 1 - mean_c (2 Σ_i p_ic y_ic + s) / (Σ_i p_ic + Σ_i y_ic + s)        i over batch and pixels
 *
 * Shape: logits `[N, ..., C]`, targets int32 `[N, ...]` → `[]`.
 * @param options - `smooth` s (1).
 * @throws {@link ShapeError} if the shapes don't fit; {@link ArgumentError} unless smooth > 0.
 * @example
 * const logits = tensor([[9, -9], [-9, 9]]);
 * (await dice(logits, tensor([0, 1], { dtype: 'int32' })).item()) < 0.001; // => true
 * @see Milletari et al., "V-Net", 2016, arXiv:1606.04797
 */
export function dice(logits: Tensor, targets: Tensor, options: DiceOptions = {}): Tensor {
  checkOptions('dice', options, diceOptions);
  const smooth = checkPositive('dice', 'smooth', options.smooth ?? 1);
  checkTensor('dice', logits, 'logits');
  checkTensor('dice', targets, 'targets');
  const classes = logits.shape.at(-1) ?? 0;
  if (logits.ndim < 2 || String(logits.shape.slice(0, -1)) !== String(targets.shape))
    throw new ShapeError('dice', {
      expected: 'logits [N, ..., C] with targets [N, ...]',
      received: `[${logits.shape.join(', ')}] with [${targets.shape.join(', ')}]`,
    });
  return scoped(() => {
    const p = logits.softmax({ axis: -1 }).reshape([-1, classes]); // [P, C]
    const y = oneHot(targets.reshape([-1]), classes); // [P, C]
    const both = p.mul(y).sum({ axis: 0 }).mul(2).add(smooth);
    const all = p
      .sum({ axis: 0 })
      .add(y.sum({ axis: 0 }))
      .add(smooth);
    return both.div(all).mean().neg().add(1);
  });
}
