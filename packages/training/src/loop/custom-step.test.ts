import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { bceWithLogits, Linear, Module, ReLU, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { manualSeed, onesLike, randn, type Tensor, tensor, zerosLike } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { fit, ModelCheckpoint, series } from '../index.js';

/** Two networks trained against each other. */
class Gan extends Module<readonly [Tensor], Tensor> {
  readonly generator = new Sequential(new Linear(2, 8), new ReLU(), new Linear(8, 1));
  readonly discriminator = new Sequential(new Linear(1, 8), new ReLU(), new Linear(8, 1));

  override forward(noise: Tensor): Tensor {
    return this.generator.forward(noise);
  }
}

/** Real examples lie around 3. */
const real = (): DataLoader =>
  new DataLoader(
    new ArrayDataset([
      hostArray(
        Float32Array.from({ length: 64 }, (_, i) => 3 + 0.2 * Math.sin(1.7 * i)),
        [64, 1],
      ),
    ]),
    { batchSize: 16, shuffle: true },
  );

const optimizersOf = (gan: Gan) => ({
  generator: new Adam(gan.generator.parameters(), { learningRate: 0.02, betas: [0.5, 0.9] }),
  discriminator: new Adam(gan.discriminator.parameters(), { learningRate: 0.02, betas: [0.5, 0.9] }),
});

const isReal = (logits: Tensor): Tensor => bceWithLogits(logits, onesLike(logits));
const isFake = (logits: Tensor): Tensor => bceWithLogits(logits, zerosLike(logits));

forEachBackend((name) => {
  const train = async (gan: Gan, epochs: number, every = 1) => {
    const optimizers = optimizersOf(gan);
    const history = await fit(gan, real(), {
      optimizers,
      step: ({ model, batch, optimizers, totalSteps }) => {
        const [examples] = batch as [Tensor];
        const fakes = model.forward(randn([examples.shape[0]!, 2]));
        optimizers.discriminator.zeroGrad();
        const answers = model.discriminator.forward(fakes.detach());
        const discriminatorLoss = isReal(model.discriminator.forward(examples)).add(isFake(answers));
        discriminatorLoss.backward();
        optimizers.discriminator.step();
        if (totalSteps % every !== 0) return { discriminatorLoss };
        optimizers.generator.zeroGrad();
        const generatorLoss = isReal(model.discriminator.forward(fakes));
        generatorLoss.backward();
        optimizers.generator.step();
        return { discriminatorLoss, generatorLoss, mean: fakes.mean() };
      },
      validation: real(),
      validationStep: ({ model, batch }) => ({
        answer: model.discriminator.forward(batch[0]!).sigmoid().mean(),
      }),
      epochs,
      progress: false,
    });
    return { history, optimizers };
  };

  it('trains two networks against each other, and reports what each step says', async () => {
    manualSeed(5);
    const gan = new Gan();
    const { history, optimizers } = await train(gan, name === 'webgpu' ? 15 : 40);
    expect(Object.keys(history.epochs[0]!)).toEqual([
      'discriminatorLoss',
      'generatorLoss',
      'mean',
      'valAnswer',
    ]);
    const means = series(history, 'mean');
    expect(Math.abs(means.at(-1)! - 3)).toBeLessThan(Math.abs(means[0]! - 3) / 2);
    expect(history.deviations[0]!.generatorLoss).toBeGreaterThan(0);
    for (const held of [gan, ...Object.values(optimizers)]) held.dispose();
  });

  it('takes steps that report less, and leaves nothing behind', async () => {
    const gan = new Gan();
    const first = await train(gan, 2, 3);
    for (const optimizer of Object.values(first.optimizers)) optimizer.dispose();
    const before = liveMemory();
    const { optimizers } = await train(gan, 3, 3);
    for (const optimizer of Object.values(optimizers)) optimizer.dispose();
    expect(liveMemory()).toEqual(before);
    gan.dispose();
  });
});

describe('a step of one’s own', () => {
  it('must give scalars', async () => {
    const gan = new Gan();
    const run = fit(gan, real(), { step: ({ batch }) => ({ size: batch[0]! }), progress: false });
    await expect(run).rejects.toThrow(
      '[fit] expected a scalar tensor, got a tensor of shape [16, 1] (size). Take the mean over the batch, or make it a StatefulMetric.',
    );
  });

  it('needs a step of its own for validation data', async () => {
    const run = fit(new Gan(), real(), { step: () => ({}), validation: real(), progress: false });
    await expect(run).rejects.toThrow(
      '[fit] expected validationStep for validation data, with a custom step, got undefined. Return scalars of one batch from it, as step does.',
    );
  });

  it('is not saved any more once a loss is not finite, whatever its name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-gan-'));
    let steps = 0;
    await fit(new Gan(), real(), {
      step: () => ({ generatorLoss: tensor(++steps > 6 ? Number.NaN : 1), ratio: tensor(Number.NaN) }),
      callbacks: [new ModelCheckpoint(folder, { everySteps: 2, everyEpochs: 1 })],
      epochs: 3,
      progress: false,
    });
    expect(await readdir(folder)).toEqual(['step-000000006.safetensors']);
    await rm(folder, { recursive: true });
  });

  it('is resumed with all of its optimizers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-gan-'));
    const train = async (epochs: number, resume?: string) => {
      manualSeed(6);
      const gan = new Gan();
      const history = await fit(gan, real(), {
        optimizers: optimizersOf(gan),
        step: ({ model, batch: [examples], optimizers: { discriminator, generator } }) => {
          const fakes = model.forward(randn([16, 2]));
          discriminator.zeroGrad();
          const loss = isReal(model.discriminator.forward(examples!)).add(
            isFake(model.discriminator.forward(fakes.detach())),
          );
          loss.backward();
          discriminator.step();
          generator.zeroGrad();
          isReal(model.discriminator.forward(fakes)).backward();
          generator.step();
          return { loss };
        },
        epochs,
        ...(resume !== undefined && { resume, callbacks: [new ModelCheckpoint(resume)] }),
        progress: false,
      });
      return { epochs: history.epochs, weights: await gan.stateDict()['generator.0.weight']!.data() };
    };
    const expected = await train(4);
    await train(2, folder);
    expect(await train(4, folder)).toEqual(expected);
    await rm(folder, { recursive: true });
  });

  it('names its optimizers to callbacks', async () => {
    const gan = new Gan();
    const names: string[][] = [];
    await fit(gan, real(), {
      optimizers: optimizersOf(gan),
      step: () => ({}),
      callbacks: [{ onStart: ({ optimizers }) => void names.push(Object.keys(optimizers)) }],
      progress: false,
    });
    expect(names).toEqual([['generator', 'discriminator']]);
  });
});
