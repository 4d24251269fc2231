import {
  bipolarSigmoid,
  elu,
  gelu,
  grad,
  leakyRelu,
  prelu,
  relu,
  scoped,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  stack,
  step,
  type Tensor,
  tanh,
  tensor,
  zerosLike,
} from '@neurona/tensor';
import type { Curve } from '../../charts/function-plot.js';
import type { Trainer } from '../../worker/protocol.js';
import {
  type ActivationsSettings,
  chainLength,
  type FunctionName,
  functionNames,
  plotRange,
} from './settings.js';

/** One layer of the chain. */
export interface ChainLayer {
  /** What the function is called with. */
  readonly z: number;
  /** What it returns. */
  readonly h: number;
  /** The derivative of the chain's output with respect to `z`. */
  readonly gradient: number;
}

/** What the page shows. */
export interface ActivationsSnapshot {
  /** The settings that it was computed with. */
  readonly settings: ActivationsSettings;
  readonly curves: Readonly<Record<FunctionName, Curve>>;
  /** The layers of the chain, by function. */
  readonly chains: Readonly<Record<FunctionName, readonly ChainLayer[]>>;
}

/** The other two logits of the softmax that is drawn. */
const otherLogits = [1, 0];

/** Each function of a vector, element by element. */
const functions: Readonly<Record<FunctionName, (x: Tensor, a: number) => Tensor>> = {
  identity: (x) => x.mul(1),
  step,
  sigmoid,
  bipolarSigmoid,
  tanh,
  relu,
  leakyRelu: (x, a) => leakyRelu(x, { negativeSlope: a }),
  prelu: (x, a) => prelu(x, tensor(a)),
  elu: (x) => elu(x),
  selu,
  gelu: (x) => gelu(x),
  silu,
  softplus: (x) => softplus(x),
  softmax: (x) => {
    const logits = [x, ...otherLogits.map((logit) => zerosLike(x).add(logit))];
    return softmax(stack(logits, { axis: -1 })).select(-1, 0);
  },
};

/** Computes the functions, their derivatives and the chains. */
export const createActivationsTrainer = (settings: ActivationsSettings): ActivationsTrainer =>
  new ActivationsTrainer(settings);

/** The computation of the page: it has no steps. */
export class ActivationsTrainer implements Trainer<ActivationsSettings, ActivationsSnapshot> {
  #settings: ActivationsSettings;
  #curves: Readonly<Record<FunctionName, Curve>> | undefined;

  constructor(settings: ActivationsSettings) {
    this.#settings = settings;
  }

  step(): boolean {
    return true;
  }

  update(settings: ActivationsSettings): boolean {
    if (settings.a !== this.#settings.a) this.#curves = undefined;
    this.#settings = settings;
    return true;
  }

  async snapshot(): Promise<ActivationsSnapshot> {
    const settings = this.#settings;
    this.#curves ??= await forEach((name) => curveOf(name, settings.a));
    const chains = await forEach((name) => chainOf(name, settings));
    return { settings, curves: this.#curves, chains };
  }

  dispose(): void {}
}

async function forEach<T>(
  compute: (name: FunctionName) => Promise<T>,
): Promise<Readonly<Record<FunctionName, T>>> {
  const found = await Promise.all(functionNames.map(async (name) => [name, await compute(name)] as const));
  return Object.fromEntries(found) as Record<FunctionName, T>;
}

/** A function on the whole x axis, and what autograd says of it. */
async function curveOf(name: FunctionName, a: number): Promise<Curve> {
  const {
    x: [from, to],
    xStep,
  } = plotRange;
  const count = Math.round((to - from) / xStep) + 1;
  const both = scoped(() => {
    const points = Float32Array.from({ length: count }, (_, i) => Number((from + i * xStep).toFixed(2)));
    const x = tensor(points, { requiresGrad: true });
    const y = functions[name](x, a);
    return stack([y.detach(), gradients(y.sum(), [x])[0]!]); // [2, count]
  });
  const data = (await both.data()) as Float32Array;
  both.dispose();
  return { values: data.slice(0, count), derivatives: data.slice(count) };
}

/**
 * Ten layers of one unit each, and the gradient that arrives at every one:
 *
 *     z₁ = x        hᵢ = φ(zᵢ)        zᵢ₊₁ = w · hᵢ        ∂h₁₀/∂zᵢ = φ′(zᵢ) · w · ∂h₁₀/∂zᵢ₊₁
 */
async function chainOf(name: FunctionName, { x, w, a }: ActivationsSettings): Promise<ChainLayer[]> {
  const all = scoped(() => {
    const zs = [tensor([x], { requiresGrad: true })];
    const hs: Tensor[] = [];
    for (let i = 0; i < chainLength; i++) {
      hs.push(functions[name](zs[i]!, a));
      zs.push(hs[i]!.mul(w));
    }
    const found = gradients(hs.at(-1)!.sum(), zs.slice(0, chainLength));
    return stack([...zs.slice(0, chainLength), ...hs, ...found].map((value) => value.detach())); // [30, 1]
  });
  const data = await all.data();
  all.dispose();
  return Array.from({ length: chainLength }, (_, i) => ({
    z: data[i]!,
    h: data[chainLength + i]!,
    gradient: data[2 * chainLength + i]!,
  }));
}

/** Gradients, zero where an input has no influence that a derivative can see: the step's. */
function gradients(output: Tensor, inputs: readonly Tensor[]): Tensor[] {
  if (!output.requiresGrad) return inputs.map((input) => zerosLike(input));
  const found: readonly (Tensor | undefined)[] = grad(output, inputs, { allowUnused: true });
  return inputs.map((input, i) => found[i] ?? zerosLike(input));
}
