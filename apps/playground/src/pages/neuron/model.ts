import type { Linear } from '@neurona/layers';
import { noGrad, scoped, step, type Tensor, zeros } from '@neurona/tensor';

/**
 * One epoch of the perceptron rule: point after point,
 *
 *     y = step(x · w + b)        w = w + learningRate · (target − y) · x        b = b + learningRate · (target − y)
 *
 * @param neuron - Two inputs, one output; its weights are overwritten.
 * @param points - Each point `[1, 2]`.
 * @param targets - Each class `[1, 1]`, 0 or 1.
 * @returns How many points were misclassified on the way.
 * @see Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain", 1958
 */
export async function perceptronEpoch(
  neuron: Linear,
  points: readonly Tensor[],
  targets: readonly Tensor[],
  learningRate: number,
): Promise<number> {
  const wrong = noGrad(() =>
    scoped(() => {
      let count = zeros([1, 1]);
      for (const [i, x] of points.entries()) {
        const error = targets[i]!.sub(step(neuron.forward(x))); // [1, 1]
        const move = error.mul(learningRate);
        neuron.weight.set(neuron.weight.add(x.transpose().mul(move))); // [2, 1]
        neuron.bias!.set(neuron.bias!.add(move.reshape([1])));
        count = count.add(error.abs());
      }
      return count;
    }),
  );
  const value = await wrong.item();
  wrong.dispose();
  return value;
}
