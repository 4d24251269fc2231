import { bceWithLogits, mse } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { LBFGS } from '@neurona/optimizers';
import { plotDecisionBoundary } from '@neurona/plots';
import { manualSeed, randn, type Tensor, tensor } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import { gridOf, onGrid } from '../../course/grid.js';
import type { LessonTools } from '../../course/lesson.js';
import type { regressionNumbers } from './numbers.js';

export const settings = { examples: 200, noise: 1, seed: 1 };

export async function run(
  { examples, noise, seed }: typeof settings,
  { print, draw }: LessonTools,
): Promise<Measured<typeof regressionNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const x = randn([examples, 2]);
  const y = x
    .matmul(tensor([[2], [-1]]))
    .add(0.5)
    .add(randn([examples, 1]).mul(noise)); // 2 x₁ - x₂ + 0.5, and noise
  const classes = y.greater(0).cast('float32');
  const rows = ((await x.array()) as number[][]).map((row) => [...row, 1]); // the bias is a weight of an input that is always 1
  const values = Array.from(await y.data());
  const labels = Array.from(await classes.data());
  // #endregion

  // #region closedForm
  const sum = (f: (row: readonly number[], i: number) => number): number =>
    rows.reduce((total, row, i) => total + f(row, i), 0);
  const matrix = (f: (row: readonly number[], i: number) => number): number[][] =>
    [0, 1, 2].map((a) => [0, 1, 2].map((b) => sum((row, i) => row[a]! * row[b]! * f(row, i))));
  const vector = (f: (row: readonly number[], i: number) => number): number[] =>
    [0, 1, 2].map((a) => sum((row, i) => row[a]! * f(row, i)));
  const leastSquares = solve(
    matrix(() => 1),
    vector((_, i) => values[i]!),
  ); // XᵀX w = Xᵀy
  // #endregion

  // #region newton
  let logistic = [0, 0, 0];
  for (let iteration = 0; iteration < 10; iteration++) {
    const p = rows.map(
      (row) => 1 / (1 + Math.exp(-row.reduce((s, value, a) => s + value * logistic[a]!, 0))),
    );
    const step = solve(
      matrix((_, i) => p[i]! * (1 - p[i]!)),
      vector((_, i) => labels[i]! - p[i]!),
    );
    logistic = logistic.map((w, a) => w + step[a]!); // Newton: the Hessian is Xᵀ diag(p (1 - p)) X
  }
  // #endregion

  // #region network
  async function train(loss: (outputs: Tensor) => Tensor): Promise<MLP> {
    const model = new MLP([2, 1]); // a single linear layer
    const optimizer = new LBFGS(model.parameters(), { lineSearchFn: 'strongWolfe', maxIter: 50 });
    await optimizer.step(() => {
      optimizer.zeroGrad();
      const value = loss(model.forward(x));
      value.backward();
      return value;
    });
    optimizer.dispose();
    return model;
  }
  const linearNetwork = await train((outputs) => mse(outputs, y));
  const logisticNetwork = await train((outputs) => bceWithLogits(outputs, classes));
  // #endregion

  // #region compare
  const weightsOf = async (model: MLP): Promise<number[]> =>
    (await Promise.all(model.parameters().map((p) => p.data()))).flatMap((data) => Array.from(data));
  const difference = (a: readonly number[], b: readonly number[]): number =>
    Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
  const [linearWeights, logisticWeights] = [await weightsOf(linearNetwork), await weightsOf(logisticNetwork)];
  const text = (weights: readonly number[]): string => weights.map((w) => w.toFixed(4)).join(', ');
  print(`Linear: closed form ${text(leastSquares)}; network ${text(linearWeights)}`);
  print(`Logistic: Newton ${text(logistic)}; network ${text(logisticWeights)}`);
  // #endregion

  const range = [-3, 3] as const;
  const plane = await onGrid(gridOf(range, range), (points) => logisticNetwork.forward(points).sigmoid());
  const points = rows.map((row) => row.slice(0, 2));
  draw(
    'logistic',
    plotDecisionBoundary(plane, {
      xRange: range,
      yRange: range,
      points,
      classes: labels,
      title: 'Logistic regression',
    }),
  );
  return {
    linearDifference: difference(leastSquares, linearWeights),
    logisticDifference: difference(logistic, logisticWeights),
  };
}

/** Solves A w = b by Gaussian elimination. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (const [i, pivot] of rows.entries()) {
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const factor = row[i]! / pivot[i]!;
      for (const [k, value] of pivot.entries()) row[k]! -= factor * value;
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}
