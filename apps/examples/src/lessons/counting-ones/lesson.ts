import { countingOnes } from '@neurona/datasets';
import { clipGradNorm, Rprop, SGD } from '@neurona/optimizers';
import { plotCurves, plotHeatmap } from '@neurona/plots';
import { manualSeed, Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { countingOnesNumbers } from './numbers.js';

export const settings = {
  sequences: 20,
  length: 10,
  longLength: 50,
  steps: 3000,
  learningRate: 0.001,
  seed: 1,
};

export async function run(
  { sequences, length, longLength, steps, learningRate, seed }: typeof settings,
  { print, draw }: LessonTools,
): Promise<Measured<typeof countingOnesNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const dataOf = (length: number): Example[] => {
    const data = countingOnes(sequences, { length });
    return Array.from({ length: sequences }, (_, i) => {
      const [bits, ones] = data.get(i);
      return { x: Array.from(bits!.values), t: ones!.values[0]! };
    });
  };
  const short = dataOf(length);
  const long = dataOf(longLength);
  // #endregion

  // #region forward
  // s_0 = 0        s_t = U x_t + W s_{t-1}        the count is s_L
  function statesOf(x: readonly number[], { u, w }: Weights): number[] {
    const s = [0];
    for (const bit of x) s.push(u * bit + w * s.at(-1)!);
    return s;
  }
  // #endregion

  // #region backward
  // L = mean (s_L - t)²        ∂L/∂s_L = 2 (s_L - t)        ∂L/∂s_{t-1} = ∂L/∂s_t · W
  // ∂L/∂U = Σ_t ∂L/∂s_t · x_t        ∂L/∂W = Σ_t ∂L/∂s_t · s_{t-1}
  function gradientsOf(data: readonly Example[], weights: Weights): Gradients {
    const sum = { loss: 0, u: 0, w: 0, flow: [] as number[] };
    for (const { x, t } of data) {
      const s = statesOf(x, weights);
      let g = (2 * (s.at(-1)! - t)) / data.length;
      sum.loss += (s.at(-1)! - t) ** 2 / data.length;
      sum.flow = [];
      for (let step = x.length; step > 0; step--) {
        sum.flow[step - 1] = Math.abs(g);
        sum.u += g * x[step - 1]!;
        sum.w += g * s[step - 1]!;
        g *= weights.w; // once more for each step back: W^k after k steps
      }
    }
    return sum;
  }
  // #endregion

  // #region check
  const start = { u: 0.5, w: 1.5 };
  const weights = [new Parameter(tensor(start.u)), new Parameter(tensor(start.w))] as const;
  const lossOf = (data: readonly Example[]): Tensor => {
    const x = tensor(data.map((example) => example.x)); // [N, L]
    let s = x.select(1, 0).mul(weights[0]);
    for (let t = 1; t < x.shape[1]!; t++) s = x.select(1, t).mul(weights[0]).add(s.mul(weights[1]));
    return s
      .sub(tensor(data.map((example) => example.t)))
      .square()
      .mean();
  };
  scoped(() => lossOf(short).backward());
  const byHand = gradientsOf(short, start);
  const recorded = await Promise.all(weights.map((weight) => weight.grad!.item()));
  const gradientError = Math.max(
    Math.abs(recorded[0]! / byHand.u - 1),
    Math.abs(recorded[1]! / byHand.w - 1),
  );
  print(
    `gradients by hand ${byHand.u.toFixed(1)}, ${byHand.w.toFixed(1)}; recorded ones differ by ${gradientError}`,
  );
  // #endregion

  // #region explode
  const flows = { 'W = 1.5': 1.5, 'W = 1': 1, 'W = 0.5': 0.5 };
  const curves = Object.entries(flows).map(([name, w]) => {
    const { flow } = gradientsOf(long, { u: 1.1, w });
    const after = flow.toReversed(); // steps back from the end
    return [name, { x: after.map((_, i) => i), y: after.map((g) => Math.log10(g / after[0]!)) }] as const;
  });
  draw(
    'flow',
    plotCurves(Object.fromEntries(curves), {
      title: 'How much of the gradient arrives',
      xLabel: 'steps back',
      yLabel: 'power of ten',
    }),
  );
  const arrived = curves.map(([, { y }]) => y.at(-1)!);
  print(
    `of the gradient, 10^${arrived.map((power) => power.toFixed(1)).join(', 10^')} arrives after ${longLength} steps`,
  );
  // #endregion

  // #region plain
  const plain = [short, long].map((data) => {
    const now = { ...start };
    for (let step = 0; step < steps; step++) {
      const { u, w } = gradientsOf(data, now);
      now.u -= learningRate * u;
      now.w -= learningRate * w;
    }
    print(`gradient descent on ${data[0]!.x.length} steps: U = ${now.u}, W = ${now.w}`);
    return now;
  });
  // #endregion

  // #region mend
  async function train(
    data: readonly Example[],
    method: 'clip' | 'rprop',
  ): Promise<readonly [u: number, w: number]> {
    const params = [new Parameter(tensor(start.u)), new Parameter(tensor(start.w))] as const;
    const optimizer =
      method === 'rprop' ? new Rprop(params, { learningRate: 0.001 }) : new SGD(params, { momentum: 0.5 });
    let now: Weights = { ...start };
    for (let step = 0; step < steps; step++) {
      if (optimizer instanceof SGD) optimizer.learningRate = 0.02 * (1 - step / steps);
      const { u, w } = gradientsOf(data, now); // our own gradients, the library's step
      params[0].grad = tensor(Math.fround(u));
      params[1].grad = tensor(Math.fround(w));
      if (method === 'clip') clipGradNorm(params, 1);
      optimizer.step();
      optimizer.zeroGrad();
      now = { u: await params[0].item(), w: await params[1].item() };
    }
    return [now.u, now.w];
  }
  const clipped = await train(short, 'clip');
  const resilient = await train(short, 'rprop');
  const resilientLong = await train(long, 'rprop');
  for (const [name, [u, w]] of Object.entries({ clipped, resilient, resilientLong }))
    print(`${name}: U = ${u.toFixed(4)}, W = ${w.toFixed(4)}`);
  // #endregion

  // #region cliff
  const us = Array.from({ length: 25 }, (_, i) => -2 + (4 * i) / 24);
  const ws = Array.from({ length: 25 }, (_, i) => 2 - (4 * i) / 24);
  const surface = ws.map((w) => us.map((u) => Math.log10(gradientsOf(short, { u, w }).loss + 0.01)));
  draw(
    'cliff',
    plotHeatmap(surface, {
      title: 'Logarithm of the error',
      rows: ws.map((w) => w.toFixed(1)),
      columns: us.map((u) => u.toFixed(1)),
      xLabel: 'U',
      yLabel: 'W',
    }),
  );
  // #endregion

  return {
    gradientError,
    arrived,
    exploded: Number(plain.every(({ w }) => !Number.isFinite(w))),
    clipped: [...clipped],
    resilient: [...resilient],
    resilientLong: [...resilientLong],
  };
}

interface Example {
  readonly x: readonly number[];
  readonly t: number;
}

interface Weights {
  readonly u: number;
  readonly w: number;
}

interface Gradients extends Weights {
  readonly loss: number;
  /** |∂L/∂s_t| of the last sequence, by t. */
  readonly flow: readonly number[];
}
