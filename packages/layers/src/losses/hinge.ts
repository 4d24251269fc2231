import { checkOptions, type OptionTable } from '@neurona/backend';
import { scoped, softplus, type Tensor } from '@neurona/tensor';
import { type LossOptions, lossOptions, reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/** Settings of losses with a margin. */
export interface MarginOptions extends LossOptions {
  /** The margin; its default depends on the loss. */
  readonly margin?: number | undefined;
}

/** @internal */
export const marginOptions: OptionTable<MarginOptions> = { ...lossOptions, margin: 1 };

/**
 * Hinge loss, as of support vector machines.
 *
 *     L_i = max(0, margin - y_i x_i)
 *
 * Shape: outputs, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param targets - 1 or -1.
 * @param options - `reduction` (mean), `margin` (1).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await hinge(tensor([0.5, -2]), tensor([1, -1])).item(); // => 0.25
 */
export function hinge(outputs: Tensor, targets: Tensor, options: MarginOptions = {}): Tensor {
  checkOptions('hinge', options, marginOptions);
  const { margin = 1, reduction } = options;
  checkSameShape('hinge', outputs, targets);
  return scoped(() =>
    reduceLoss('hinge', outputs.mul(targets).neg().add(margin).clamp({ min: 0 }), reduction),
  );
}

/**
 * Hinge embedding loss: keeps distances of similar pairs small, and those of dissimilar ones above a margin.
 *
 *     L_i = x_i where y_i = 1, max(0, margin - x_i) where y_i = -1
 *
 * Shape: distances, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param targets - 1 or -1.
 * @param options - `reduction` (mean), `margin` (1).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await hingeEmbedding(tensor([0.5, 0.25]), tensor([1, -1]), { reduction: 'none' }).data(); // => [0.5, 0.75]
 */
export function hingeEmbedding(distances: Tensor, targets: Tensor, options: MarginOptions = {}): Tensor {
  checkOptions('hingeEmbedding', options, marginOptions);
  const { margin = 1, reduction } = options;
  checkSameShape('hingeEmbedding', distances, targets);
  return scoped(() => {
    const unlike = distances.neg().add(margin).clamp({ min: 0 });
    return reduceLoss('hingeEmbedding', targets.equal(1).where(distances, unlike), reduction);
  });
}

/**
 * Soft margin loss: the logistic loss of targets 1 and -1.
 *
 *     L_i = log(1 + exp(-y_i x_i))
 *
 * Shape: outputs, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param targets - 1 or -1.
 * @param options - `reduction` (mean).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await softMargin(tensor([0, 2]), tensor([1, -1]), { reduction: 'none' }).data(); // => [0.6931, 2.1269]
 */
export function softMargin(outputs: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  checkOptions('softMargin', options, lossOptions);
  checkSameShape('softMargin', outputs, targets);
  return scoped(() => reduceLoss('softMargin', softplus(outputs.mul(targets).neg()), options.reduction));
}

/**
 * Margin ranking loss: ranks one score above another.
 *
 *     L_i = max(0, margin - y_i (first_i - second_i))
 *
 * Shape: first, second, targets `[...]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param targets - 1 where the first is to be larger, -1 where the second is.
 * @param options - `reduction` (mean), `margin` (0).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await marginRanking(tensor([1, 2]), tensor([3, 1]), tensor([1, 1])).item(); // => 1
 */
export function marginRanking(
  first: Tensor,
  second: Tensor,
  targets: Tensor,
  options: MarginOptions = {},
): Tensor {
  checkOptions('marginRanking', options, marginOptions);
  const { margin = 0, reduction } = options;
  checkSameShape('marginRanking', first, second);
  checkSameShape('marginRanking', first, targets);
  return scoped(() => {
    const lead = first.sub(second).mul(targets);
    return reduceLoss('marginRanking', lead.neg().add(margin).clamp({ min: 0 }), reduction);
  });
}
