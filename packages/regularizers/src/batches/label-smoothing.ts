import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { type BatchTransform, soften, splitBatch } from './batch-transform.js';

/** Settings of {@link labelSmoothing}. */
export interface LabelSmoothingOptions {
  /** Number of classes, required if targets are class numbers. */
  readonly numClasses?: number;
  /** Probability spread evenly over all classes, default 0.1. */
  readonly smoothing?: number;
}

const labelSmoothingOptions: OptionTable<LabelSmoothingOptions> = { smoothing: 0.1, numClasses: 10 };

/**
 * Label smoothing: spreads a share of each target's probability evenly over all classes. The matching loss is cross-entropy with probabilities.
 *
 *     t = (1 - smoothing) · onehot + smoothing / C
 *
 * Shape: targets int32 `[N]` or float32 `[N, C]` → float32 `[N, C]`; inputs are unchanged.
 * @throws {@link ArgumentError} if `smoothing` is not in [0, 1]; when called, if classes come without `numClasses`.
 * @example
 * const smooth = labelSmoothing({ numClasses: 2, smoothing: 0.2 });
 * const [, targets] = smooth([tensor([[1]]), tensor([0], { dtype: 'int32' })]);
 * await targets.array(); // => [[0.9, 0.1]]
 * @see Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2015, arXiv:1512.00567
 */
export function labelSmoothing(options: LabelSmoothingOptions = {}): BatchTransform {
  const { numClasses, smoothing = 0.1 } = checkOptions('labelSmoothing', options, labelSmoothingOptions);
  if (!(smoothing >= 0 && smoothing <= 1)) {
    throw new ArgumentError('labelSmoothing', { expected: 'smoothing in [0, 1]', received: smoothing });
  }
  return (batch) => {
    const [inputs, targets] = splitBatch('labelSmoothing', batch);
    const smoothed = scoped((): Tensor => {
      const soft = soften('labelSmoothing', targets, numClasses);
      return soft.mul(1 - smoothing).add(smoothing / (soft.shape.at(-1) ?? 1));
    });
    return [...inputs, smoothed];
  };
}
