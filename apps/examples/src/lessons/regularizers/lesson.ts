import { moons } from '@neurona/datasets';
import {
  crossEntropy,
  Dropout,
  GaussianDropout,
  GaussianNoise,
  Linear,
  type Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import { Adam, AdamW } from '@neurona/optimizers';
import { plotCurves, plotLearningCurve } from '@neurona/plots';
import { activity, elasticNet, l1, l2, labelSmoothing, maxNorm, mixup } from '@neurona/regularizers';
import { Generator, manualSeed } from '@neurona/tensor';
import { EarlyStopping, type FitOptions, fit, series } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { regularizersNumbers } from './numbers.js';

export const settings = { epochs: 200, examples: 50, noise: 0.35, hiddenUnits: 64, seed: 1 };

export async function run(
  { epochs, examples, noise, hiddenUnits, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof regularizersNumbers.expectations>> {
  // #region data
  const rng = new Generator(seed);
  const train = moons(examples, { noise, rng }); // few and noisy: easy to learn by heart
  const test = moons(1000, { noise, rng });
  // #endregion

  // #region training
  interface Curve {
    readonly x: number[];
    readonly y: number[];
  }
  interface Outcome {
    readonly training: Curve;
    readonly test: Curve;
  }
  interface Way extends Partial<FitOptions> {
    /** Behind each hidden layer. */
    readonly layer?: () => Module;
    readonly weightDecay?: number;
    /** A penalty on what the hidden layers compute. */
    readonly activityPenalty?: number;
  }
  const outcomes: Record<string, Outcome> = {};
  async function trainWith(
    name: string,
    { layer, weightDecay = 0, activityPenalty, ...changes }: Way,
  ): Promise<void> {
    manualSeed(seed); // the same weights at the start
    const hidden = [2, hiddenUnits].map((inputs) => [new Linear(inputs, hiddenUnits), new ReLU()] as const);
    const model = new Sequential(
      ...hidden.flatMap((pair) => [...pair, ...(layer ? [layer()] : [])]),
      new Linear(hiddenUnits, 2),
    );
    const penalty =
      activityPenalty &&
      activity(
        hidden.map(([, activation]) => activation),
        { l2: activityPenalty },
      );
    const optimizer = weightDecay > 0 ? AdamW : Adam;
    const history = await fit(model, train, {
      loss: crossEntropy,
      optimizer: new optimizer(model.parameters(), { learningRate: 0.01, weightDecay }),
      batchSize: examples,
      validation: test,
      validateEvery: 5,
      epochs,
      progress,
      ...(signal && { signal }),
      ...(penalty && { regularizers: [penalty] }),
      ...changes,
    } as FitOptions);
    const [training, tested] = [curveOf(series(history, 'loss')), curveOf(series(history, 'valLoss'))];
    outcomes[name] = { training, test: tested };
    const [trainLoss, testLoss] = [training, tested].map(({ y }) => y.at(-1)!.toFixed(3));
    print(`${name.padEnd(16)} training ${trainLoss}  test ${testLoss}`);
  }

  /** The epochs at which a value was measured, and the values. */
  function curveOf(values: readonly number[]): Curve {
    const measured = values.map((y, i) => [i + 1, y] as const).filter(([, y]) => !Number.isNaN(y));
    return { x: measured.map(([x]) => x), y: measured.map(([, y]) => y) };
  }
  // #endregion

  // #region regularizers
  await trainWith('none', {});
  await trainWith('L1', { regularizers: [l1(1e-3)] });
  await trainWith('L2', { regularizers: [l2(3e-3)] });
  await trainWith('elastic net', { regularizers: [elasticNet({ l1: 5e-4, l2: 2e-3 })] });
  await trainWith('weight decay', { weightDecay: 1 });
  await trainWith('activity', { activityPenalty: 1e-2 });
  await trainWith('dropout', { layer: () => new Dropout(0.5) });
  await trainWith('Gaussian dropout', { layer: () => new GaussianDropout(0.5) });
  await trainWith('Gaussian noise', { layer: () => new GaussianNoise(0.5) });
  await trainWith('max norm', { constraints: [maxNorm(0.7)] });
  await trainWith('label smoothing', {
    batchTransforms: [labelSmoothing({ numClasses: 2, smoothing: 0.2 })],
  });
  await trainWith('mixup', { batchTransforms: [mixup({ numClasses: 2, alpha: 1 })] });
  await trainWith('early stopping', { callbacks: [new EarlyStopping({ patience: 3 })] });
  await trainWith('too much L2', { regularizers: [l2(1)] });
  // #endregion

  // #region picture
  const panels = Object.entries(outcomes).map(([name, { training, test }]) => {
    const series = Object.entries({ training, test }).map(
      ([part, { x, y }]) => [part, { mean: y, epochs: x }] as const,
    );
    return [name, Object.fromEntries(series)] as const;
  });
  const title = 'Each regulariser: the losses of training and test';
  draw('fits', plotLearningCurve(Object.fromEntries(panels), { title, columns: 4, width: 250, height: 130 }));
  const { none, 'too much L2': tooMuch, ...others } = outcomes;
  const curves = Object.entries({ none: none!, ...others }).map(([name, { test }]) => [name, test] as const);
  const axes = { xLabel: 'epoch', yLabel: 'test loss', width: 720, height: 480 };
  draw('test-losses', plotCurves(Object.fromEntries(curves), { ...axes, title: 'Test losses' }));
  const last = ({ y }: Curve): number => y.at(-1)!;
  const losses = Object.values(others).map(({ test }) => last(test));
  const without = last(none!.test);
  const better = losses.filter((loss) => loss < without).length;
  // #endregion

  return {
    gap: without - last(none!.training),
    best: Math.min(...losses) / without,
    better,
    underfit: last(tooMuch!.training),
  };
}
