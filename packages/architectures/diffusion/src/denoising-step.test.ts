import { ArrayDataset, hostArray } from '@neurona/datasets';
import { mse } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import {
  Generator,
  manualSeed,
  noGrad,
  noteHostValues,
  randint,
  randn,
  scoped,
  tensor,
} from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { fit, series } from '@neurona/training';
import { describe, expect, it } from 'vitest';
import { denoisingLoss, denoisingStep } from './denoising-step.js';
import { DiffusionProcess } from './diffusion-process.js';
import { cosineSchedule } from './noise-schedule.js';
import { PointDenoiser } from './point-denoiser.js';

const process = new DiffusionProcess({ schedule: cosineSchedule(20), prediction: 'v' });
const made = (numClasses = 0): PointDenoiser => {
  manualSeed(2);
  return new PointDenoiser(2, { hiddenSize: 16, numLayers: 1, numClasses });
};
const classes = (values: readonly number[]) => tensor(values, { dtype: 'int32' });

forEachBackend(() => {
  it('is the mean squared error of the prediction at random steps', async () => {
    const model = made();
    const x = randn([8, 2], { rng: new Generator(1) });
    const rng = new Generator(6);
    const t = randint(0, 20, [8], { rng });
    const noise = randn([8, 2], { rng });
    const expected = mse(model.forward(process.addNoise(x, t, noise), t), process.target(x, t, noise));
    const loss = denoisingLoss(model, process, x, { rng: new Generator(6) });
    expectClose(await loss.item(), await expected.item());
  });

  it('learns two points, leaving memory as it was', async () => {
    const model = made(2);
    const adam = new Adam(model.parameters(), { learningRate: 0.02 });
    const step = denoisingStep(process, { dropClasses: 0.2 });
    const numbers = Array.from({ length: 64 }, (_, i) => i % 2);
    const batch = [tensor(numbers.map((i) => [2 * i - 1, 2 * i - 1])), classes(numbers)] as const;
    const lossNow = (): Promise<number> =>
      noGrad(() =>
        denoisingLoss(model, process, batch[0], { classes: batch[1], rng: new Generator(9) }),
      ).item();
    const first = await lossNow();
    let memory: unknown;
    for (let i = 0; i < 40; i++) {
      scoped(() => step({ model, batch, optimizers: { adam } })).loss.dispose();
      if (i === 1) memory = liveMemory();
    }
    expect(liveMemory()).toEqual(memory);
    expect(await lossNow()).toBeLessThan(0.3 * first);
  });
});

describe('denoisingStep', () => {
  it('is a step of fit, and a step of its validation', async () => {
    const model = made(2);
    const points = new ArrayDataset([
      hostArray(
        Float32Array.from({ length: 64 }, (_, i) => (i % 2 ? -1 : 1)),
        [32, 2],
      ),
      hostArray(Int32Array.from({ length: 32 }, (_, i) => i % 2)),
    ]);
    const step = denoisingStep(process);
    const history = await fit(model, points, {
      step,
      validation: points,
      validationStep: step,
      optimizers: { adam: new Adam(model.parameters(), { learningRate: 0.01 }) },
      epochs: 3,
      progress: false,
    });
    expect(series(history, 'loss').every((loss) => loss > 0)).toBe(true);
    expect(series(history, 'validation.loss')).toHaveLength(3);
  });

  it('refuses classes that there are not', () => {
    const x = randn([2, 2]);
    expect(() =>
      denoisingLoss(made(3), process, x, { classes: noteHostValues(classes([0, 3]), Int32Array.of(0, 3)) }),
    ).toThrow('[denoisingLoss] expected classes from 0 to 2, got 3.');
    if (x.backend.peek(x))
      expect(() => denoisingLoss(made(3), process, x, { classes: classes([0, 2]).add(1) })).toThrow(
        '[denoisingLoss] expected classes from 0 to 2, got 3.',
      );
    expect(() => denoisingLoss(made(3), process, x, { classes: classes([0]) })).toThrow(
      '[denoisingLoss] expected classes [2], one for each example, got [1] (x has shape [2, 2]).',
    );
    expect(() => denoisingLoss(made(), process, x, { classes: classes([0, 1]) })).toThrow(
      '[denoisingLoss] expected no classes, got classes (the model has none). Make it with numClasses.',
    );
    expect(() => denoisingLoss(made(), process, x, { dropClasses: 2 })).toThrow(
      'expected dropClasses from 0 to 1',
    );
    expect(() => denoisingStep(3 as never)).toThrow(
      '[denoisingStep] expected process to be a DiffusionProcess, got 3.',
    );
    expect(noGrad(() => denoisingLoss(made(), process, x)).requiresGrad).toBe(false);
  });
});
