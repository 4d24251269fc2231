import { mnist } from '@neurona/datasets';
import { plotCurves } from '@neurona/plots';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { digitsByHandNumbers } from './numbers.js';

export const settings = { epochs: 40, learningRate: 0.1, images: 1000, tested: 9000, seed: 1 };

export async function run(
  { epochs, learningRate, images, tested, seed }: typeof settings,
  { print, draw, signal }: LessonTools,
): Promise<Measured<typeof digitsByHandNumbers.expectations>> {
  const random = randomNumbers(seed);

  // #region data
  const digits = await mnist({ split: 'test' }); // 10,000 digits; read by the library, everything else is by hand
  const example = (i: number): readonly [Float64Array, number] => {
    const [image, digit] = digits.get(i);
    return [Float64Array.from(image!.values), Number(digit!.values[0])];
  };
  const train = Array.from({ length: images }, (_, i) => example(i));
  const test = Array.from({ length: tested }, (_, i) => example(images + i));
  // #endregion

  // #region linear
  class Linear {
    weight: Float64Array; // a row for each input
    bias: Float64Array;
    x: Float64Array = new Float64Array(0); // of the last forward pass

    constructor(
      readonly inputs: number,
      readonly outputs: number,
    ) {
      const bound = 1 / Math.sqrt(inputs);
      const draw = (): number => (2 * random() - 1) * bound;
      this.weight = Float64Array.from({ length: inputs * outputs }, draw);
      this.bias = Float64Array.from({ length: outputs }, draw);
    }

    // y = x · W + b
    forward(x: Float64Array): Float64Array {
      this.x = x;
      const { weight, inputs, outputs } = this;
      const y = this.bias.slice();
      for (let i = 0; i < inputs; i++) {
        if (x[i] === 0) continue; // paper without ink: most of an image
        for (let j = 0; j < outputs; j++) y[j]! += x[i]! * weight[i * outputs + j]!;
      }
      return y;
    }

    // ∂L/∂x = g · Wᵀ        ∂L/∂W = xᵀ · g        ∂L/∂b = g        and a step of gradient descent
    backward(grad: Float64Array): Float64Array {
      const { x, weight, bias, inputs, outputs } = this;
      const inputGrad = new Float64Array(inputs);
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < outputs; j++) {
          const at = i * outputs + j;
          inputGrad[i]! += grad[j]! * weight[at]!;
          weight[at]! -= learningRate * x[i]! * grad[j]!;
        }
      }
      for (let j = 0; j < outputs; j++) bias[j]! -= learningRate * grad[j]!;
      return inputGrad;
    }
  }
  // #endregion

  // #region activations
  class Sigmoid {
    y: Float64Array = new Float64Array(0);

    // y = 1 / (1 + exp -x)
    forward(x: Float64Array): Float64Array {
      this.y = x.map((value) => 1 / (1 + Math.exp(-value)));
      return this.y;
    }

    // ∂L/∂x = g · y (1 - y)
    backward(grad: Float64Array): Float64Array {
      return grad.map((g, i) => g * this.y[i]! * (1 - this.y[i]!));
    }
  }

  class Softmax {
    y: Float64Array = new Float64Array(0);

    // y_i = exp x_i / Σ_j exp x_j
    forward(x: Float64Array): Float64Array {
      const most = Math.max(...x);
      const powers = x.map((value) => Math.exp(value - most)); // so that nothing overflows
      const sum = powers.reduce((a, b) => a + b, 0);
      this.y = powers.map((value) => value / sum);
      return this.y;
    }

    // ∂L/∂x_i = y_i (g_i - Σ_j g_j y_j)
    backward(grad: Float64Array): Float64Array {
      const mean = grad.reduce((total, g, j) => total + g * this.y[j]!, 0);
      return grad.map((g, i) => this.y[i]! * (g - mean));
    }
  }
  // #endregion

  // #region model
  const layers = [new Linear(784, 20), new Sigmoid(), new Linear(20, 10), new Softmax()];
  const forward = (image: Float64Array): Float64Array => layers.reduce((x, layer) => layer.forward(x), image);
  // #endregion

  // #region training
  const losses: number[] = [];
  for (let epoch = 1; epoch <= epochs && !signal?.aborted; epoch++) {
    let total = 0;
    for (const [image, digit] of train) {
      const output = forward(image);
      const error = output.map((value, j) => value - Number(j === digit)); // from a one-hot target
      total += error.reduce((sum, e) => sum + e * e, 0) / 10; // the mean squared error
      const grad = error.map((e) => (2 * e) / 10);
      layers.reduceRight<Float64Array>((g, layer) => layer.backward(g), grad); // backpropagation
    }
    losses.push(total / train.length);
    print(`Epoch ${epoch}: loss ${losses.at(-1)!.toFixed(4)}`);
  }
  // #endregion

  // #region test
  const largest = (scores: Float64Array): number => scores.indexOf(Math.max(...scores));
  const right = test.filter(([image, digit]) => largest(forward(image)) === digit).length;
  const accuracy = right / test.length;
  print(`${right} of ${test.length} other digits are right`);
  // #endregion

  const epochNumbers = losses.map((_, i) => i + 1);
  draw('loss', plotCurves({ loss: { x: epochNumbers, y: losses } }, { title: 'By hand', xLabel: 'epoch' }));
  return { accuracy };
}

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
