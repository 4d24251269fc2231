import {
  ColumnTransformer,
  completeRows,
  hitters,
  OneHotEncoder,
  StandardScaler,
  selectRows,
  tableColumn,
} from '@neurona/datasets';
import { Linear, type Module, mse } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { Adam, LBFGS } from '@neurona/optimizers';
import { manualSeed, tensor } from '@neurona/tensor';
import { fit } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { hittersNumbers } from './numbers.js';

export const settings = {
  epochs: 150,
  learningRate: 0.005,
  lambda: 20,
  hiddenUnits: 50,
  dropout: 0.4,
  third: 0,
  seed: 1,
};

export async function run(
  { epochs, learningRate, lambda, hiddenUnits, dropout, third, seed }: typeof settings,
  { print, progress, signal }: LessonTools,
): Promise<Measured<typeof hittersNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const players = completeRows(await hitters(), ['Salary']); // 263 whose salary is known
  const salaries = Array.from(tableColumn(players, 'Salary'), Number);
  const [trainRows, testRows] = [0, 1].map(
    (part) => [...salaries.keys()].filter((row) => Number(row % 3 === third) === part), // each third is for the test
  ) as [number[], number[]];
  const texts = ['League', 'Division', 'NewLeague'];
  const numbers = Object.keys(players.columns).filter((name) => !['Name', 'Salary', ...texts].includes(name));
  const features = new ColumnTransformer([
    { columns: numbers, apply: new StandardScaler() },
    { columns: texts, apply: [new OneHotEncoder(), new StandardScaler()] },
  ]).fit(selectRows(players, trainRows));
  const inputsOf = (rows: readonly number[]) => {
    const { values, shape } = features.transform(selectRows(players, rows));
    return tensor(values, { shape });
  };
  const [x, testX] = [inputsOf(trainRows), inputsOf(testRows)];
  const y = trainRows.map((row) => salaries[row]!); // in thousands of dollars
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  const size = x.shape[1]!;
  // #endregion

  // #region error
  const meanError = (predicted: ArrayLike<number>): number =>
    testRows.reduce((sum, row, i) => sum + Math.abs(predicted[i]! + mean - salaries[row]!), 0) /
    testRows.length;
  const errorOf = async (model: Module): Promise<number> =>
    meanError(await model.eval().forward(testX).data());
  // #endregion

  // #region linear
  const targets = tensor(y.map((salary) => [salary - mean]));
  const linear = new Linear(size, 1);
  const optimizer = new LBFGS(linear.parameters(), { lineSearchFn: 'strongWolfe', maxIter: 200 });
  await optimizer.step(() => {
    optimizer.zeroGrad();
    const loss = mse(linear.forward(x), targets);
    loss.backward();
    return loss;
  });
  const linearError = await errorOf(linear);
  // #endregion

  // #region lasso
  const rows = (await x.array()) as number[][];
  const weights = new Float64Array(size);
  const rest = y.map((salary) => salary - mean); // what is not explained yet
  for (let sweep = 0; sweep < 300; sweep++) {
    for (let j = 0; j < size; j++) {
      const square = rows.reduce((sum, row) => sum + row[j]! ** 2, 0) / rows.length;
      const along =
        rows.reduce((sum, row, i) => sum + row[j]! * rest[i]!, 0) / rows.length + square * weights[j]!;
      const next = (Math.sign(along) * Math.max(Math.abs(along) - lambda, 0)) / square; // small ones become zero
      for (const [i, row] of rows.entries()) rest[i]! -= row[j]! * (next - weights[j]!);
      weights[j] = next;
    }
  }
  const testValues = (await testX.array()) as number[][];
  const lassoError = meanError(
    testValues.map((row) => row.reduce((sum, value, j) => sum + value * weights[j]!, 0)),
  );
  const zeroWeights = weights.filter((weight) => weight === 0).length;
  // #endregion

  // #region network
  const network = new MLP([size, hiddenUnits, 1], { dropout });
  await fit(network, [x, targets.div(100)], {
    loss: mse,
    optimizer: new Adam(network.parameters(), { learningRate }),
    batchSize: 32,
    shuffle: true,
    epochs,
    progress,
    ...(signal && { signal }),
  });
  const outputs = await network.eval().forward(testX).mul(100).data();
  const networkError = meanError(outputs);
  // #endregion

  print(
    `Mean error in thousands of dollars: linear ${linearError.toFixed(1)}, lasso ${lassoError.toFixed(1)} (${zeroWeights} of ${size} weights are zero), network ${networkError.toFixed(1)}`,
  );
  return { linearError, lassoError, networkError, zeroWeights };
}
