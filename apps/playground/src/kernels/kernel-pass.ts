import type { Picture } from '../pictures/picture.js';
import { windowProducts } from '../pictures/window.js';

/** A kernel that slides over a picture, forward and backward; one channel, stride 1, no padding. */
export interface KernelPass {
  readonly input: Picture;
  readonly weights: readonly number[];
  readonly output: Picture;
  readonly target: Picture;
  /** ½ Σ (output − target)² */
  readonly loss: number;
  /** ∂L/∂output = output − target */
  readonly outputGradient: Picture;
  /** ∂L/∂weights, one a weight: the input, with the output's gradient as the window. */
  readonly kernelGradient: readonly number[];
  /** ∂L/∂input: the output's gradient with zeros around it, with the turned kernel as the window. */
  readonly inputGradient: Picture;
}

/** The products' sums as a window slides over a picture with a padding of zeros, place by place. */
function correlated(picture: Picture, window: readonly number[], columns: number, padding = 0): Picture {
  const width = picture.width + 2 * padding - columns + 1;
  const height = picture.height + 2 * padding - window.length / columns + 1;
  const values = Float32Array.from({ length: width * height }, (_, i) => {
    const corner = { x: (i % width) - padding, y: Math.floor(i / width) - padding };
    return windowProducts(picture, corner, window, { columns }).reduce(
      (sum, { product }) => sum + product,
      0,
    );
  });
  return { width, height, channels: 1, values };
}

/** A kernel turned by 180°. */
export const turned = (weights: readonly number[]): number[] => weights.toReversed();

/** Forward and backward in plain numbers, for showing what the tensors compute; the target is what other weights make. */
export function kernelPass(
  input: Picture,
  weights: readonly number[],
  targetWeights: readonly number[],
): KernelPass {
  const side = Math.sqrt(weights.length);
  const output = correlated(input, weights, side);
  const target = correlated(input, targetWeights, side);
  const difference = output.values.map((value, i) => value - target.values[i]!);
  const outputGradient = { ...output, values: difference };
  return {
    input,
    weights,
    output,
    target,
    loss: difference.reduce((sum, value) => sum + value ** 2 / 2, 0),
    outputGradient,
    kernelGradient: Array.from(correlated(input, Array.from(difference), output.width).values),
    inputGradient: correlated(outputGradient, turned(weights), side, side - 1),
  };
}

/** The weights after a step of gradient descent. */
export const steppedWeights = ({ weights, kernelGradient }: KernelPass, learningRate: number): number[] =>
  weights.map((weight, i) => weight - learningRate * kernelGradient[i]!);
