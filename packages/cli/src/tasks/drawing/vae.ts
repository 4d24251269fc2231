// internal: the task `vae`
import { DataLoader, type Dataset, fetchBatch, type HostArray, stackRows } from '@neurona/datasets';
import { Generator, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { fit } from '@neurona/training';
import { ConvVAE, elbo, elboSteps, VAE, type VariationalAutoencoder } from '@neurona/vae';
import { choice, number, sizes, whole } from '../../settings/setting.js';
import { makeOptimizer, optimizerSettings, settingCallbacks, trainingSettings } from '../optimization.js';
import {
  loadPictures,
  loadTestPictures,
  type PictureFacts,
  pictureSettings,
  readPicture,
  torchVariation,
} from '../pictures/picture-data.js';
import { pictures } from '../pictures/pictures.js';
import { type Task, unseen } from '../task.js';
import { drawing, drawnCount, gridOf } from './drawn.js';

const settings = {
  data: pictureSettings('digits'),
  model: {
    kind: choice(
      ['dense', 'convolutional'],
      'dense',
      'Kind of layers; convolutional takes sizes that can be halved for each of the channels.',
    ),
    latent: whole(8, 'Numbers that a picture is written as.', { least: 1, most: 10_000 }),
    hidden: whole(256, 'Features of the hidden layer, dense.', { least: 1, most: 100_000 }),
    channels: sizes([32, 64], 'Channels of each convolution, convolutional.'),
    beta: number(
      1,
      'Weight of the divergence: more makes latent numbers plainer, less makes pictures sharper.',
      { least: 0 },
    ),
  },
  optimizer: optimizerSettings(2e-3),
  training: trainingSettings(40, 64),
};

/** Pictures as a few numbers, from which new ones are drawn. */
export const vae: Task<typeof settings, PictureFacts, VariationalAutoencoder> = {
  name: 'vae',
  about: 'Writes pictures as a few numbers, and draws new ones, by a variational autoencoder.',
  settings,
  monitor: 'valLoss',
  inputKind: 'pictures, which it writes down and draws again; none: new ones',
  leastInputs: 0,

  async load({ data, training }) {
    const { facts, notes, train, test } = await loadPictures(data, training.seed);
    return { facts, notes, data: { train, test } };
  },

  loadTest: loadTestPictures,
  readFacts: pictures.readFacts,

  build({ model }, { height, width, channels }) {
    const sizesOf = { inputShape: [height, width, channels], latentSize: model.latent };
    return model.kind === 'dense'
      ? new VAE({ ...sizesOf, hiddenSize: model.hidden })
      : new ConvVAE({ ...sizesOf, channels: model.channels });
  },

  async fit(model, data, values, options) {
    const optimizer = makeOptimizer(model, values.optimizer);
    try {
      return await fit(model, data.train, {
        ...options,
        ...elboSteps({ beta: values.model.beta, clipNorm: values.training.clipNorm }),
        optimizers: { optimizer },
        validation: data.test,
        callbacks: [...settingCallbacks(optimizer, values), ...(options.callbacks ?? [])],
      });
    } finally {
      optimizer.dispose();
    }
  },

  torch: { steps: ({ model: { beta } }) => ({ elbo: { beta } }), ...torchVariation },

  async evaluate(model, test, values, facts) {
    const { loss, reconstruction, divergence } = await boundOf(
      model,
      test,
      new Generator(values.training.seed),
    );
    const rng = new Generator(values.training.seed);
    const [images] = await fetchBatch(
      test,
      Int32Array.from({ length: Math.min(20, test.length) }, (_, i) => i),
    );
    return {
      numbers: { loss: loss, reconstruction: reconstruction, divergence: divergence },
      text: `A picture ${unseen} takes ${loss.toFixed(1)} nats:\n${divergence.toFixed(1)} for its ${values.model.latent} numbers, ${reconstruction.toFixed(1)} for what they leave out.`,
      sections: [
        {
          title: 'New pictures',
          blocks: [
            { svg: await gridOf(model.sample(drawnCount, { rng }), facts, 'Drawn from random numbers') },
          ],
        },
        {
          title: 'Pictures written as numbers and drawn again',
          blocks: [
            { svg: await gridOf(tensor(images!.values, images!), facts, 'As they are') },
            { svg: await gridOf(again(model, images!), facts, 'Drawn again') },
          ],
        },
      ],
    };
  },

  async predict(model, files, values, facts) {
    model.eval();
    if (files.length === 0) {
      const rng = new Generator(values.training.seed + 1);
      return [
        drawing(
          await gridOf(model.sample(drawnCount, { rng }), facts, 'Drawn from random numbers'),
          `${drawnCount} new pictures`,
        ),
      ];
    }
    const images = stackRows(await Promise.all(files.map((file) => readPicture(file, values, facts))));
    return [
      drawing(
        await gridOf(again(model, images), facts, 'Drawn again', files),
        `${files.length === 1 ? '1 picture' : `${files.length} pictures`}, drawn again`,
      ),
    ];
  },

  inputs: (_, { height, width, channels }) => [{ name: 'pictures', shape: [1, height, width, channels] }],
};

const again = (model: VariationalAutoencoder, images: HostArray): Tensor =>
  noGrad(() => scoped(() => model.reconstruct(tensor(images.values, images))));

type Bound = Record<'loss' | 'reconstruction' | 'divergence', number>;

/** The bound of pictures in nats, and its parts: means over the pictures. */
async function boundOf(model: VariationalAutoencoder, data: Dataset, rng: Generator): Promise<Bound> {
  const sums: Bound = { loss: 0, reconstruction: 0, divergence: 0 };
  model.eval();
  for await (const [x] of new DataLoader(data, { batchSize: 256 })) {
    const parts = noGrad(() => scoped(() => elbo(model, x!, { rng })));
    for (const name of ['loss', 'reconstruction', 'divergence'] as const) {
      sums[name] += ((await parts[name].item()) * x!.shape[0]!) / data.length;
      parts[name].dispose();
    }
  }
  return sums;
}
