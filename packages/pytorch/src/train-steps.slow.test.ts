import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeSafetensors } from '@neurona/checkpoints';
import { ArrayDataset, fetchBatch, type HostArray, hostArray } from '@neurona/datasets';
import {
  DenoisingUNet,
  DiffusionProcess,
  denoisingStep,
  linearSchedule,
  PointDenoiser,
} from '@neurona/diffusion';
import { DCGANDiscriminator, DCGANGenerator, Gan, ganStep } from '@neurona/gan';
import { type AnyModule, LeakyReLU, Linear, Sequential, Tanh } from '@neurona/layers';
import { Adam, RMSprop } from '@neurona/optimizers';
import {
  bernoulli,
  full,
  Generator,
  manualSeed,
  rand,
  randint,
  randn,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { ConvVAE, elboSteps, VAE, VQVAE, vqSteps } from '@neurona/vae';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelsFirst } from './program/channels-first.js';
import { importPyTorch } from './program/import-pytorch.js';
import { savePyTorch } from './program/save-pytorch.js';
import { missingModules, python, run, torchrun } from './testing/python.js';
import type { PyTorchSteps, PyTorchTraining } from './training/training.js';

const missing = await missingModules('torch.distributed.run');
const trainAll = fileURLToPath(
  new URL('../../../tooling/generators/train-exported-models.py', import.meta.url),
);
const [batchSize, steps, before] = [8, 5, 3];

/** A training whose steps are compared. */
interface Case {
  readonly make: () => AnyModule;
  readonly shape: readonly number[];
  /** Shape of a batch that the model takes, where that isn't the examples'. */
  readonly input?: readonly number[];
  readonly steps: PyTorchSteps;
  /** Our step, with noise of a generator. */
  readonly step: (rng: Generator) => (context: never) => Readonly<Record<string, Tensor>>;
  /** What a step draws, in its order. */
  readonly draws: (rng: Generator, classes: Tensor) => readonly Tensor[];
}

const process = new DiffusionProcess();
const linear = new DiffusionProcess({ schedule: linearSchedule(50), prediction: 'v' });
const beta = { beta: 2, annealSteps: 6, freeBits: 0.05 };
const wasserstein = { loss: 'wasserstein', discriminatorSteps: 2 } as const;
const hinge = { loss: 'hinge', r1: 0.5 } as const;
const smoothed = { loss: 'nonSaturating', realLabel: 0.9 } as const;

const dense = (): Gan =>
  new Gan(
    new Sequential(new Linear(3, 8), new Tanh(), new Linear(8, 4)),
    new Sequential(new Linear(4, 8), new LeakyReLU(), new Linear(8, 1)),
    { noiseSize: 3 },
  );

const cases: Readonly<Record<string, Case>> = {
  VAE: {
    make: () => new VAE({ inputShape: [4, 4, 2], hiddenSize: 8, latentSize: 3 }),
    shape: [4, 4, 2],
    steps: { elbo: beta },
    step: (rng) => elboSteps({ ...beta, rng }).step,
    draws: (rng) => [randn([batchSize, 3], { rng })],
  },
  'ConvVAE with labels': {
    make: () =>
      new ConvVAE({
        inputShape: [8, 8, 2],
        channels: [4, 6],
        latentSize: 3,
        numClasses: 3,
        likelihood: 'gaussian',
        std: 0.5,
      }),
    shape: [8, 8, 2],
    steps: { elbo: {} },
    step: (rng) => elboSteps({ rng }).step,
    draws: (rng) => [randn([batchSize, 3], { rng })],
  },
  VQVAE: {
    make: () => new VQVAE({ inputShape: [8, 8, 2], channels: 6, codeSize: 4, numCodes: 5, reviveBelow: 0 }),
    shape: [8, 8, 2],
    steps: { vq: { commitment: 0.5 } },
    step: () => vqSteps({ commitment: 0.5 }).step,
    draws: () => [],
  },
  Gan: {
    make: dense,
    shape: [4],
    input: [3],
    steps: { gan: smoothed },
    step: (rng) => ganStep({ ...smoothed, rng }),
    draws: (rng) => [randn([batchSize, 3], { rng })],
  },
  'Gan of Wasserstein with a penalty': {
    make: dense,
    shape: [4],
    input: [3],
    steps: { gan: wasserstein },
    step: (rng) => ganStep({ ...wasserstein, rng }),
    draws: (rng) => [randn([batchSize, 3], { rng }), rand([batchSize, 1], { rng })],
  },
  'Gan of convolutions with classes': {
    make: () =>
      new Gan(
        new DCGANGenerator({ imageSize: 28, channels: 1, features: 4, noiseSize: 6, numClasses: 3 }),
        new DCGANDiscriminator({ imageSize: 28, channels: 1, features: 4, numClasses: 3, norm: 'none' }),
        { noiseSize: 6, numClasses: 3 },
      ),
    shape: [28, 28, 1],
    input: [6],
    steps: { gan: hinge },
    step: (rng) => ganStep({ ...hinge, rng }),
    draws: (rng) => [randn([batchSize, 6], { rng })],
  },
  PointDenoiser: {
    make: () => new PointDenoiser(3, { hiddenSize: 8 }),
    shape: [3],
    steps: { denoising: { process } },
    step: (rng) => denoisingStep(process, { rng }),
    draws: (rng) => [randint(0, 1000, [batchSize], { rng }), randn([batchSize, 3], { rng })],
  },
  'DenoisingUNet with classes': {
    make: () => new DenoisingUNet({ width: 8, numGroups: 4, inChannels: 2, numClasses: 3 }),
    shape: [8, 8, 2],
    steps: { denoising: { process: linear, dropClasses: 0.3 } },
    step: (rng) => denoisingStep(linear, { rng, dropClasses: 0.3 }),
    draws: (rng) => [
      randint(0, 50, [batchSize], { rng }),
      randn([batchSize, 8, 8, 2], { rng }),
      bernoulli(full([batchSize], 0.3), { rng })
        .mul(-1)
        .add(1), // less than the share where a class is dropped
    ],
  },
};

/** Examples from 0 to 1 in three classes. */
function examples(shape: readonly number[]): ArrayDataset {
  const size = shape.reduce((product, each) => product * each, 1);
  const count = batchSize * (before + steps);
  const classes = Int32Array.from({ length: count }, (_, i) => (i * 7) % 3);
  const values = Float32Array.from(
    { length: count * size },
    (_, i) => 0.5 + 0.3 * Math.sin(i * 0.37) + 0.15 * (classes[Math.floor(i / size)]! - 1),
  );
  return new ArrayDataset([hostArray(values, [count, ...shape]), classes]);
}

const optimizersOf = (model: AnyModule): PyTorchTraining['optimizer'] =>
  model instanceof Gan
    ? {
        generator: new Adam(model.generator.parameters(), { learningRate: 0.01, betas: [0.5, 0.999] }),
        discriminator: new RMSprop(model.discriminator.parameters(), { learningRate: 0.005 }),
      }
    : new Adam(model.parameters(), { learningRate: 0.01 });

/** Steps on consecutive batches, the first after `from`; returns the loss that train.py logs. */
async function stepThrough(
  { step, shape }: Case,
  model: AnyModule,
  optimizer: PyTorchTraining['optimizer'],
  rng: Generator,
  from: number,
  count: number,
): Promise<number[]> {
  const train = step(rng) as (context: object) => Readonly<Record<string, Tensor>>;
  const data = examples(shape);
  const losses: number[] = [];
  model.train();
  for (let k = from; k < from + count; k++) {
    const indices = Int32Array.from({ length: batchSize }, (_, i) => k * batchSize + i);
    const batch = (await fetchBatch(data, indices)).map(({ values, shape, dtype }) =>
      tensor(values, { shape, dtype }),
    );
    const optimizers = 'generator' in optimizer ? optimizer : { optimizer };
    const values = scoped(() => train({ model, batch, optimizers, totalSteps: k }));
    losses.push(Number(await (values.loss ?? values.discriminatorLoss)!.item()));
  }
  return losses;
}

async function hostArrayOf(x: Tensor): Promise<HostArray> {
  return hostArray((await x.data()) as Float32Array, x.shape);
}

async function lossesOf(place: string): Promise<number[]> {
  const lines = (await readFile(join(place, 'steps.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { loss: number }).loss);
}

const inputsOf = ({ shape, input = shape, steps: kind }: Case, model: AnyModule) => {
  const { numClasses } = model as { readonly numClasses?: number };
  const tokens = { shape: [2], dtype: 'int32' } as const;
  return [
    { shape: [2, ...input] },
    ...('denoising' in kind ? [tokens] : []),
    ...(numClasses ? [tokens] : []),
  ];
};

describe.skipIf(missing)(missing ? `steps of train.py (skipped: ${missing})` : 'steps of train.py', () => {
  let folder: string;

  beforeAll(async () => {
    await useBackend(wasm());
    folder = await mkdtemp(join(tmpdir(), 'neurona-steps-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('go on as here with the same noise', async () => {
    const started = new Map<string, readonly [Case, AnyModule, PyTorchTraining['optimizer']]>();
    for (const [name, one] of Object.entries(cases)) {
      manualSeed(4);
      const model = one.make();
      const optimizer = optimizersOf(model);
      await stepThrough(one, model, optimizer, new Generator(1), 0, before);
      started.set(name, [one, model, optimizer]);
      const place = join(folder, 'same-noise', name);
      const indices = Int32Array.from({ length: batchSize * steps }, (_, i) => batchSize * before + i);
      const [x, classes] = await fetchBatch(examples(one.shape), indices);
      await savePyTorch(place, model, {
        inputs: inputsOf(one, model),
        training: { steps: one.steps, optimizer, batchSize, epochs: 1 },
        data: { train: new ArrayDataset([x!, classes!.values]) },
      });
      const rng = new Generator(2);
      const drawn: HostArray[] = [];
      for (let k = 0; k < steps; k++)
        for (const draw of one.draws(rng, tensor(classes!.values)))
          drawn.push(channelsFirst(await hostArrayOf(draw)));
      if (drawn.length > 0)
        await writeFile(
          join(place, 'draws.safetensors'),
          encodeSafetensors(Object.fromEntries(drawn.entries())),
        );
    }
    await run(python, [trainAll, join(folder, 'same-noise')]);
    for (const [name, [one, model, optimizer]] of started) {
      const theirs = await lossesOf(join(folder, 'same-noise', name));
      const ours = await stepThrough(one, model, optimizer, new Generator(2), before, steps);
      const differences = ours.map((loss, i) => Math.abs(theirs[i]! - loss));
      expect(Math.max(...differences), `${name}: ${theirs} and ${ours}`).toBeLessThan(1e-4);
    }
  });

  it('run in two processes, and the weights come back', async () => {
    for (const name of ['VAE', 'Gan']) {
      manualSeed(5);
      const one = cases[name]!;
      const model = one.make();
      const optimizer = optimizersOf(model);
      const inputs = inputsOf(one, model);
      const place = join(folder, 'distributed', name);
      const data = { train: examples(one.shape), validation: examples(one.shape) };
      const kind = name === 'Gan' ? { gan: { average: 0.9 } } : { elbo: {} };
      await savePyTorch(place, model, {
        inputs,
        training: { steps: kind, optimizer, batchSize, epochs: 4 },
        data,
      });
      const train = [...torchrun, join(place, 'train.py')];
      const { stdout } = await run(python, train);
      const epochs = [...stdout.matchAll(/epoch \d\/4, loss ([\d.]+)/g)].map(([, loss]) => Number(loss));
      expect(epochs).toHaveLength(4);
      if (name === 'VAE') {
        expect(stdout).toContain('validation loss');
        expect(epochs[3]).toBeLessThan(epochs[0]!);
      } else {
        expect(stdout).toContain('generator loss');
        expect((await run(python, [...train, '--resume', '--epochs', '5'])).stdout).toContain('epoch 5/5');
      }
      const { loaded } = await importPyTorch(one.make(), place, { inputs });
      expect(loaded).toHaveLength(Object.keys(model.stateDict()).length);
    }
  });
});
