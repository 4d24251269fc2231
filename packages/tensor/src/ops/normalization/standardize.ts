// internal
import { edgeTo, recordsGradient } from '../../autograd/define-op.js';
import { isGradEnabled, noGrad } from '../../autograd/grad-mode.js';
import { GradNode } from '../../autograd/grad-node.js';
import { SavedTensor } from '../../autograd/saved-tensor.js';
import { memoryScope } from '../../memory/scope.js';
import { Tensor } from '../../tensor.js';

/** Which values are seen as one sample, and how they are scaled. */
export interface Sample {
  readonly axes: readonly number[];
  /** Added to the mean square before its root is taken. */
  readonly eps: number;
  /** Whether the mean is taken away first. */
  readonly centered: boolean;
}

/** Values of mean 0 and mean square 1, and what they were; the moments have no history. */
export interface Standardized {
  readonly output: Tensor;
  /** The mean that was taken away, reduced axes of size 1; undefined where none was. */
  readonly mean: Tensor | undefined;
  /** The mean square of what was left, reduced axes of size 1. */
  readonly variance: Tensor;
}

interface Parts extends Standardized {
  /** 1 / √(variance + eps) */
  readonly scale: Tensor;
}

function standardizeBy(x: Tensor, { axes, eps, centered }: Sample): Parts {
  const over = { axis: axes, keepDims: true };
  const mean = centered ? x.mean(over) : undefined;
  const rest = mean ? x.sub(mean) : x;
  const variance = rest.square().mean(over);
  const scale = variance.add(eps).rsqrt();
  return { output: rest.mul(scale), mean, variance, scale };
}

/**
 * Scales samples to mean square 1, after taking their mean away if they are to be centred.
 *
 *     y = (x - m) s        s = 1 / √(mean (x - m)² + eps)
 *     ∂L/∂x = s (g - mean g - y mean(g y))        without `- mean g` where the mean stays
 */
export function standardize(x: Tensor, sample: Sample): Standardized {
  using scope = memoryScope();
  const { output, mean, variance, scale } = noGrad(() => standardizeBy(x, sample));
  const node = recordsGradient([x])
    ? new GradNode('standardize', [edgeTo(x)], (saved, [grad]) => [gradient(saved, grad!, sample)])
    : undefined;
  const result = new Tensor(output.storage.retain(), output.shape, output.dtype, node);
  if (node) node.saved = [x, result, scale].map((tensor) => new SavedTensor(tensor, node));
  if (mean) scope.keep(mean);
  scope.keep(variance);
  return { output: scope.keep(result), mean, variance };
}

/** The gradient of x from what was saved: x, the result and its scale. */
export function gradient(saved: readonly Tensor[], grad: Tensor, sample: Sample): Tensor {
  const over = { axis: sample.axes, keepDims: true };
  // The saved scale is a constant to autograd; to differentiate it, it is computed from x.
  const { output: y, scale } = isGradEnabled()
    ? standardizeBy(saved[0]!, sample)
    : { output: saved[1]!, scale: saved[2]! };
  const along = grad.sub(y.mul(grad.mul(y).mean(over)));
  return (sample.centered ? along.sub(grad.mean(over)) : along).mul(scale);
}

/** Multiplied by a weight and shifted by a bias, where there are any. */
export function affine(x: Tensor, weight: Tensor | undefined, bias: Tensor | undefined): Tensor {
  const scaled = weight ? x.mul(weight) : x;
  return bias ? scaled.add(bias) : scaled;
}
