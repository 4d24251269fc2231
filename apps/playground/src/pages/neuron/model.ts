import { Linear, Module } from '@neurona/layers';
import { noGrad, scoped, step, type Tensor, tanh, zeros } from '@neurona/tensor';

/**
 * A neuron on two inputs; or a layer of them, bent by tanh, and one more on top.
 *
 *     z = x · w + b        or        z = tanh(x · W₁ + b₁) · w₂ + b₂
 *
 * Shape: x `[N, 2]` → `[N, 1]`, a logit: class 1 where it is ≥ 0.
 */
export class NeuronNetwork extends Module {
  readonly hidden: Linear | undefined;
  readonly output: Linear;

  /** @param units - Hidden units, 0 for the neuron alone. */
  constructor(readonly units: number) {
    super();
    this.hidden = units > 0 ? new Linear(2, units) : undefined;
    this.output = new Linear(units > 0 ? units : 2, 1);
  }

  /** From the inputs on. */
  get layers(): readonly Linear[] {
    return this.hidden ? [this.hidden, this.output] : [this.output];
  }

  override forward(x: Tensor): Tensor {
    return this.output.forward(this.hidden ? tanh(this.hidden.forward(x)) : x);
  }
}

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
