import { checkOptions, type OptionTable } from '@neurona/backend';
import { pairwiseDistance, scoped, type Tensor } from '@neurona/tensor';
import { type MarginOptions, marginOptions } from './hinge.js';
import { reduceLoss } from './reduction.js';
import { checkSameShape } from './same-shape.js';

/** Settings of {@link tripletMargin}. */
export interface TripletMarginOptions extends MarginOptions {
  /** Order of the norm that measures distances, default 2. */
  readonly p?: number | undefined;
  /** Added to each difference, default 1e-6. */
  readonly eps?: number | undefined;
  /** Whether to use the negative's distance to the positive where that is smaller than to the anchor, default false. */
  readonly swap?: boolean | undefined;
}

const tripletMarginOptions: OptionTable<TripletMarginOptions> = {
  ...marginOptions,
  p: 2,
  swap: false,
  eps: 1e-6,
};

/**
 * Triplet margin loss: brings an anchor nearer to a positive example than to a negative one, by a margin.
 *
 *     L_n = max(0, ‖a_n - p_n‖ - ‖a_n - n_n‖ + margin)
 *
 * Shape: anchors, positives, negatives `[..., D]`, equal → `[]`, or `[...]` for reduction `none`.
 * @param options - `reduction` (mean), `margin` (1), `p` (2), `eps` (1e-6), `swap` (false).
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * await tripletMargin(tensor([[0, 0]]), tensor([[0, 1]]), tensor([[0, 1.5]])).item(); // => 0.5
 * @see Balntas et al., "Learning local feature descriptors with triplets and shallow convolutional neural networks", 2016
 */
export function tripletMargin(
  anchors: Tensor,
  positives: Tensor,
  negatives: Tensor,
  options: TripletMarginOptions = {},
): Tensor {
  checkOptions('tripletMargin', options, tripletMarginOptions);
  const { margin = 1, p = 2, eps = 1e-6, swap = false, reduction } = options;
  checkSameShape('tripletMargin', anchors, positives);
  checkSameShape('tripletMargin', anchors, negatives);
  return scoped(() => {
    const distance = (a: Tensor, b: Tensor): Tensor => pairwiseDistance(a, b, { p, eps });
    const near = distance(anchors, positives);
    const direct = distance(anchors, negatives);
    const far = swap ? direct.minimum(distance(positives, negatives)) : direct;
    return reduceLoss('tripletMargin', near.sub(far).add(margin).clamp({ min: 0 }), reduction);
  });
}
