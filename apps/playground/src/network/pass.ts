import type { ActivationName } from './activations.js';

/** A layer's numbers: weights `[inputs][units]` and a bias a unit. */
export interface LayerNumbers {
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** What bends a sum. A `step` answers 0 or 1, as the perceptron does. */
export type Bend = ActivationName | 'step';

/** A network with one output and what is done after each of its layers; the last is `sigmoid` or `step`. */
export interface NetworkNumbers {
  readonly layers: readonly LayerNumbers[];
  readonly bends: readonly Bend[];
}

/** One example on its way through a network and back. */
export interface Pass {
  /** What enters each layer: the inputs, then what each layer but the last answers. */
  readonly inputs: readonly (readonly number[])[];
  /** The weighted sum of each unit, layer by layer: z = x · w + b. */
  readonly sums: readonly (readonly number[])[];
  /** What each unit answers: a = φ(z). */
  readonly answers: readonly (readonly number[])[];
  readonly answer: number;
  readonly target: number;
  /** Cross-entropy; for a step whether it is wrong, 0 or 1. */
  readonly loss: number;
  /** ∂loss/∂z of each unit, layer by layer. For a step the perceptron rule's answer − target. */
  readonly deltas: readonly (readonly number[])[];
  /** ∂loss/∂w: what enters, times the delta of the unit. */
  readonly gradients: readonly LayerNumbers[];
}

/** Each bend and its derivative, both of the sum. */
const bends: Readonly<Record<Bend, readonly [of: (z: number) => number, derivative: (z: number) => number]>> =
  {
    tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
    relu: [(z) => Math.max(z, 0), (z) => Number(z > 0)],
    leakyReLU: [(z) => (z > 0 ? z : 0.1 * z), (z) => (z > 0 ? 1 : 0.1)],
    gelu: [(z) => z * normal(z), (z) => normal(z) + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)],
    sigmoid: [sigmoid, (z) => sigmoid(z) * (1 - sigmoid(z))],
    identity: [(z) => z, () => 1],
    step: [(z) => Number(z >= 0), () => 0],
  };

/** Forward and backward in plain numbers, for showing what the tensors compute. */
export function passOf({ layers, bends: kinds }: NetworkNumbers, x: readonly number[], target: number): Pass {
  const [inputs, sums, answers]: [(readonly number[])[], number[][], number[][]] = [[x], [], []];
  for (const [l, { weight, bias }] of layers.entries()) {
    const z = bias.map((b, unit) => inputs[l]!.reduce((sum, value, i) => sum + value * weight[i]![unit]!, b));
    const a = z.map(bends[kinds[l]!][0]);
    sums.push(z);
    answers.push(a);
    if (l + 1 < layers.length) inputs.push(a);
  }
  const answer = answers.at(-1)![0]!;
  const isStep = kinds.at(-1) === 'step';
  const loss = isStep ? Math.abs(answer - target) : softplus(sums.at(-1)![0]!) - target * sums.at(-1)![0]!;
  const deltas: number[][] = [];
  deltas[layers.length - 1] = [answer - target];
  for (let l = layers.length - 2; l >= 0; l--) {
    const { weight } = layers[l + 1]!;
    const derivative = bends[kinds[l]!][1];
    deltas[l] = sums[l]!.map(
      (z, unit) => derivative(z) * weight[unit]!.reduce((sum, w, next) => sum + w * deltas[l + 1]![next]!, 0),
    );
  }
  const gradients = deltas.map((delta, l) => ({
    weight: inputs[l]!.map((value) => delta.map((d) => value * d)),
    bias: delta,
  }));
  return { inputs, sums, answers, answer, target, loss, deltas, gradients };
}

/** The layers after a step of gradient descent on the example of a pass: w ← w − learningRate · ∂loss/∂w. */
export const stepped = (
  layers: readonly LayerNumbers[],
  { gradients }: Pass,
  learningRate: number,
): LayerNumbers[] =>
  layers.map(({ weight, bias }, l) => ({
    weight: weight.map((row, i) => row.map((w, unit) => w - learningRate * gradients[l]!.weight[i]![unit]!)),
    bias: bias.map((b, unit) => b - learningRate * gradients[l]!.bias[unit]!),
  }));

/** eᶻ / Σ eᶻ, without overflow. */
export function softmax(logits: Float32Array): Float32Array {
  const top = logits.reduce((a, b) => Math.max(a, b));
  const exponentials = logits.map((value) => Math.exp(value - top));
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / total);
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** log(1 + eᶻ), without overflow. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** The normal distribution up to z, by Abramowitz and Stegun's 7.1.26: right to six digits, enough to be shown. */
function normal(z: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(z / Math.SQRT2));
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp((-z * z) / 2);
  return z >= 0 ? 1 - tail / 2 : tail / 2;
}
