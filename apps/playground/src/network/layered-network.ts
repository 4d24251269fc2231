import { GELU, Identity, LeakyReLU, Linear, Module, ModuleList, ReLU, Sigmoid, Tanh } from '@neurona/layers';
import { dropout, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { ActivationName } from './activations.js';
import type { LayerNumbers } from './pass.js';

const activations: Readonly<Record<ActivationName, () => Module>> = {
  tanh: () => new Tanh(),
  relu: () => new ReLU(),
  leakyReLU: () => new LeakyReLU({ negativeSlope: 0.1 }),
  gelu: () => new GELU(),
  sigmoid: () => new Sigmoid(),
  identity: () => new Identity(),
};

/**
 * Hidden layers with an activation of its own each, and a logit on top: class 1 where it is at least 0.
 *
 *     h₀ = x        hᵢ = φᵢ(hᵢ₋₁ · Wᵢ + bᵢ)        z = hₙ · w + b
 *
 * Shape: x `[N, 2]` → `[N, 1]`.
 */
export class LayeredNetwork extends Module {
  readonly hidden: ModuleList<Linear>;
  readonly output: Linear;
  readonly activations: ModuleList<Module>;
  /** Probability with which a hidden unit is left out of a training step. */
  dropout = 0;

  /**
   * @param units - Of each hidden layer.
   * @param names - The activation of each.
   */
  constructor(units: readonly number[], names: readonly ActivationName[]) {
    super();
    const widths = [2, ...units];
    this.hidden = new ModuleList(units.map((width, i) => new Linear(widths[i]!, width)));
    this.output = new Linear(widths.at(-1)!, 1);
    this.activations = new ModuleList(units.map((_, i) => activations[names[i] ?? 'tanh']()));
  }

  /** From the inputs on. */
  get layers(): readonly Linear[] {
    return [...this.hidden, this.output];
  }

  override forward(x: Tensor): Tensor {
    return this.output.forward(this.hiddenValues(x).at(-1) ?? x);
  }

  /** What the units of each hidden layer answer: `[N, units]` each. */
  hiddenValues(x: Tensor): Tensor[] {
    const values: Tensor[] = [];
    const bends = [...this.activations];
    for (const [i, layer] of [...this.hidden].entries()) {
      const value = bends[i]!.forward(layer.forward(values.at(-1) ?? x));
      values.push(this.training && this.dropout > 0 ? dropout(value, this.dropout) : value);
    }
    return values;
  }
}

/** Reads all weights from the device. */
export const readLayers = (layers: readonly Linear[]): Promise<LayerNumbers[]> =>
  Promise.all(
    layers.map(async ({ weight, bias }) => {
      const [values, biases] = await Promise.all([weight.array(), bias!.data()]);
      return { weight: values as number[][], bias: Array.from(biases) };
    }),
  );

/** Overwrites all weights. */
export function writeLayers(layers: readonly Linear[], numbers: readonly LayerNumbers[]): void {
  scoped(() => {
    for (const [l, { weight, bias }] of layers.entries()) {
      weight.set(tensor(numbers[l]!.weight.map((row) => [...row])));
      bias!.set(tensor([...numbers[l]!.bias]));
    }
  });
}
