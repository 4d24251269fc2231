import { DataLoader, moons } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { OneCycleLR, SGD } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { manualSeed } from '@neurona/tensor';
import {
  accuracy,
  type Callback,
  findLearningRate,
  fit,
  LearningRateSchedule,
  series,
} from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { learningRateNumbers } from './numbers.js';

export const settings = { epochs: 20, batchSize: 20, noise: 0.15, timidRate: 0.001, seed: 1 };

export async function run(
  { epochs, batchSize, noise, timidRate, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof learningRateNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const train = new DataLoader(moons(400, { noise }), { batchSize, shuffle: true });
  const test = moons(400, { noise });
  const network = (): MLP => new MLP([2, 32, 32, 2]);
  const optimizerOf = (model: MLP, learningRate: number): SGD =>
    new SGD(model.parameters(), { learningRate, momentum: 0.9 });
  // #endregion

  // #region finder
  const tried = network();
  const curve = await findLearningRate(tried, train, {
    loss: crossEntropy,
    optimizer: optimizerOf(tried, timidRate),
    from: 1e-4,
    to: 10,
  });
  const suggestion = curve.suggestion ?? 0;
  print(`The loss falls fastest at a learning rate of ${suggestion.toPrecision(2)}`);
  const powers = curve.rates.map(Math.log10);
  draw(
    'finder',
    plotCurves({ loss: { x: powers, y: curve.smoothed } }, { title: 'Finder', xLabel: 'log₁₀ of the rate' }),
  );
  // #endregion

  // #region training
  async function trained(
    name: string,
    model: MLP,
    optimizer: SGD,
    callbacks: Callback[] = [],
  ): Promise<number[]> {
    const history = await fit(model, train, {
      loss: crossEntropy,
      optimizer,
      metrics: { accuracy },
      validation: test,
      epochs,
      callbacks,
      progress,
      ...(signal && { signal }),
    });
    const [losses, accuracies] = [series(history, 'valLoss'), series(history, 'valAccuracy')];
    print(`${name}: test loss ${losses.at(-1)!.toFixed(3)}, accuracy ${accuracies.at(-1)!.toFixed(3)}`);
    return [...losses, accuracies.at(-1)!];
  }
  const timid = network();
  const constant = await trained('constant, timid', timid, optimizerOf(timid, timidRate));
  // #endregion

  // #region oneCycle
  const model = network();
  const optimizer = optimizerOf(model, suggestion);
  const schedule = new OneCycleLR(optimizer, suggestion, (epochs * 400) / batchSize + 1);
  const cycle = await trained('one cycle', model, optimizer, [
    new LearningRateSchedule(schedule, { every: 'step' }),
  ]);
  // #endregion

  const losses = (values: readonly number[]) => ({
    x: values.slice(0, -1).map((_, i) => i + 1),
    y: values.slice(0, -1),
  });
  const curves = { 'constant, timid': losses(constant), 'one cycle': losses(cycle) };
  draw('curves', plotCurves(curves, { title: 'Test loss', xLabel: 'epoch' }));
  return { suggestion, accuracy: cycle.at(-1)!, lossRatio: cycle.at(-2)! / constant.at(-2)! };
}
