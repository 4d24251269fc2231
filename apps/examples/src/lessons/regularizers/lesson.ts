import { moons } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { Adam, AdamW } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { l1, l2, labelSmoothing, maxNorm } from '@neurona/regularizers';
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
  interface Outcome {
    readonly train: number;
    readonly test: number;
    readonly curve: { readonly x: number[]; readonly y: number[] };
  }
  const outcomes: Record<string, Outcome> = {};
  async function trainWith(
    name: string,
    changes: Partial<FitOptions>,
    dropout = 0,
    weightDecay = 0,
  ): Promise<void> {
    manualSeed(seed); // the same weights at the start
    const model = new MLP([2, hiddenUnits, hiddenUnits, 2], { dropout });
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
      ...changes,
    } as FitOptions);
    const validated = series(history, 'valLoss').map((y, i) => [i + 1, y] as const);
    const points = validated.filter(([, y]) => !Number.isNaN(y));
    const [trainLoss, testLoss] = [series(history, 'loss').at(-1)!, points.at(-1)![1]];
    outcomes[name] = {
      train: trainLoss,
      test: testLoss,
      curve: { x: points.map(([x]) => x), y: points.map(([, y]) => y) },
    };
    print(`${name.padEnd(16)} training ${trainLoss.toFixed(3)}  test ${testLoss.toFixed(3)}`);
  }
  // #endregion

  // #region regularizers
  await trainWith('none', {});
  await trainWith('L1', { regularizers: [l1(1e-3)] });
  await trainWith('L2', { regularizers: [l2(3e-3)] });
  await trainWith('weight decay', {}, 0, 1);
  await trainWith('dropout', {}, 0.5);
  await trainWith('max norm', { constraints: [maxNorm(0.7)] });
  await trainWith('label smoothing', {
    batchTransforms: [labelSmoothing({ numClasses: 2, smoothing: 0.2 })],
  });
  await trainWith('early stopping', { callbacks: [new EarlyStopping({ patience: 3 })] });
  await trainWith('too much L2', { regularizers: [l2(1)] });
  // #endregion

  // #region picture
  const { none, 'too much L2': tooMuch, ...others } = outcomes;
  const axes = { xLabel: 'epoch', yLabel: 'test loss', width: 720, height: 480 };
  const fits = { overfit: none!.curve, 'L2, right': others.L2!.curve, underfit: tooMuch!.curve };
  draw('fits', plotCurves(fits, { ...axes, title: 'Overfitting and underfitting' }));
  const curves = Object.entries({ none: none!, ...others }).map(
    ([name, { curve }]) => [name, curve] as const,
  );
  draw('regularizers', plotCurves(Object.fromEntries(curves), { ...axes, title: 'Each regulariser' }));
  const best = Math.min(...Object.values(others).map((outcome) => outcome.test));
  const better = Object.values(others).filter((outcome) => outcome.test < none!.test).length;
  // #endregion

  return { gap: none!.test - none!.train, best: best / none!.test, better, underfit: tooMuch!.train };
}
