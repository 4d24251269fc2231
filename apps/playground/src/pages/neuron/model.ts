import { Linear, Module } from '@neurona/layers';
import { type Tensor, tanh } from '@neurona/tensor';

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
