// internal: the task `gan`
import { fetchBatch, unstackRows } from '@neurona/datasets';
import { DCGANDiscriminator, DCGANGenerator, Gan, ganStep, type LabelledModule } from '@neurona/gan';
import { Flatten, LeakyReLU, Linear, ReLU, Sequential, Sigmoid, Unflatten } from '@neurona/layers';
import { Adam, ExponentialMovingAverage } from '@neurona/optimizers';
import { Generator } from '@neurona/tensor';
import { FailOnNaN, fit, slicedWasserstein, WeightAveraging } from '@neurona/training';
import { UsageError } from '../../console/usage-error.js';
import { choice, number, type SettingsOf, whole } from '../../settings/setting.js';
import { trainingSettings } from '../optimization.js';
import {
  loadPictures,
  loadTestPictures,
  type PictureFacts,
  pictureSettings,
  torchVariation,
} from '../pictures/picture-data.js';
import { pictures } from '../pictures/pictures.js';
import { type Task, unseen } from '../task.js';
import { drawing, drawnCount, gridOf } from './drawn.js';

const { epochs, batchSize, seed } = trainingSettings(60, 64);

const settings = {
  data: pictureSettings('digits'),
  model: {
    kind: choice(
      ['dense', 'dcgan'],
      'dense',
      'Kind of networks; dcgan, of convolutions, takes pictures of 28, 32 or 64 pixels.',
    ),
    noise: whole(32, 'Random numbers that a picture is made of.', { least: 1, most: 10_000 }),
    features: whole(128, 'Features of hidden layers; of dcgan the channels of the last one, 32 or 64.', {
      least: 1,
      most: 10_000,
    }),
    loss: choice(
      ['nonSaturating', 'hinge', 'leastSquares', 'wasserstein'],
      'nonSaturating',
      'What both networks minimise.',
    ),
    average: number(0.995, 'Decay of the average of weights that draws; 0: the last weights draw.', {
      least: 0,
      most: 0.99999,
    }),
  },
  optimizer: {
    learningRate: number(5e-4, 'Size of a step.', { least: 0 }),
    beta1: number(0.5, 'Decay of the mean of gradients.', { least: 0, most: 0.999 }),
  },
  training: { epochs, batchSize, seed },
};

type Settings = SettingsOf<typeof settings>;

/** Two networks: one draws pictures, and one tells them from real ones. */
export const gan: Task<typeof settings, PictureFacts, Gan> = {
  name: 'gan',
  about: 'Draws pictures that a second network can not tell from real ones.',
  settings,
  monitor: undefined,
  inputKind: 'nothing',
  leastInputs: 0,

  async load({ data, training }) {
    const { facts, notes, train, test } = await loadPictures(data, training.seed);
    return { facts, notes, data: { train, test } };
  },

  loadTest: loadTestPictures,
  readFacts: pictures.readFacts,

  build({ model }, facts) {
    const { generator, discriminator } =
      model.kind === 'dense' ? dense(model, facts) : convolutional(model, facts);
    return new Gan(generator, discriminator, { noiseSize: model.noise });
  },

  makeOptimizers: (model, { optimizer }) => optimizersOf(model, optimizer),

  torch: { steps: ({ model: { loss, average } }) => ({ gan: { loss, average } }), ...torchVariation },

  async fit(model, data, { model: { loss, average }, optimizer }, options) {
    const optimizers = optimizersOf(model, optimizer);
    const averaging =
      average > 0
        ? [
            new WeightAveraging(
              new ExponentialMovingAverage(model.generator.parameters(), { decay: average }),
            ),
          ]
        : [];
    try {
      return await fit(model, data.train, {
        ...options,
        step: ganStep({ loss }),
        optimizers,
        callbacks: [...averaging, new FailOnNaN(), ...(options.callbacks ?? [])],
      });
    } finally {
      for (const one of Object.values(optimizers)) one.dispose();
    }
  },

  async evaluate(model, test, { training }, facts) {
    const count = Math.min(test.length, 500);
    const [real] = await fetchBatch(
      test,
      Int32Array.from({ length: count }, (_, i) => i),
    );
    const drawn = model.sample(count, { rng: new Generator(training.seed) });
    const values = (await drawn.data()) as Float32Array;
    drawn.dispose();
    const size = facts.height * facts.width * facts.channels;
    const rows = Array.from({ length: count }, (_, i) => values.subarray(i * size, (i + 1) * size));
    const distance = slicedWasserstein(
      rows,
      unstackRows(real!).map((one) => one.values as Float32Array),
    );
    const svg = await gridOf(
      model.sample(drawnCount, { rng: new Generator(training.seed) }),
      facts,
      'Drawn from noise',
    );
    return {
      numbers: { distance, examples: count },
      text: `Drawn pictures are ${distance.toPrecision(3)} from ${count} ${unseen}\n(sliced Wasserstein distance; 0 is the same).`,
      sections: [{ title: 'New pictures', blocks: [{ svg }] }],
    };
  },

  async predict(model, _inputs, { training }, facts) {
    const drawn = model.sample(drawnCount, { rng: new Generator(training.seed + 1) });
    return [drawing(await gridOf(drawn, facts, 'Drawn from noise'), `${drawnCount} new pictures`)];
  },

  inputs: ({ model }) => [{ name: 'noise', shape: [1, model.noise] }],
};

function optimizersOf(
  { generator, discriminator }: Gan,
  { learningRate, beta1 }: Settings['optimizer'],
): Readonly<Record<'generator' | 'discriminator', Adam>> {
  const own = { learningRate, betas: [beta1, 0.999] as const };
  return {
    generator: new Adam(generator.parameters(), own),
    discriminator: new Adam(discriminator.parameters(), own),
  };
}

type Networks = { readonly generator: LabelledModule; readonly discriminator: LabelledModule };

function dense({ noise, features }: Settings['model'], { height, width, channels }: PictureFacts): Networks {
  const size = height * width * channels;
  return {
    generator: new Sequential(
      new Linear(noise, features),
      new ReLU(),
      new Linear(features, features),
      new ReLU(),
      new Linear(features, size),
      new Sigmoid(),
      new Unflatten(1, [height, width, channels]),
    ),
    discriminator: new Sequential(
      new Flatten(),
      new Linear(size, features),
      new LeakyReLU({ negativeSlope: 0.2 }),
      new Linear(features, features),
      new LeakyReLU({ negativeSlope: 0.2 }),
      new Linear(features, 1),
    ),
  };
}

function convolutional(
  { noise, features }: Settings['model'],
  { height, width, channels }: PictureFacts,
): Networks {
  const imageSize = ([28, 32, 64] as const).find((size) => size === height && size === width);
  if (imageSize === undefined) {
    throw new UsageError(
      `model.kind dcgan takes pictures of 28, 32 or 64 pixels, and these have ${height} × ${width}. Take --set model.kind=dense, or --set data.size=32 with pictures of a folder.`,
    );
  }
  const sizesOf = { imageSize, channels, features };
  return {
    generator: new DCGANGenerator({ ...sizesOf, noiseSize: noise }),
    discriminator: new DCGANDiscriminator({ ...sizesOf, norm: 'spectral' }),
  };
}
