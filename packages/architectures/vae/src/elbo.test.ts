import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { digits, Subset } from '@neurona/datasets';
import { Linear } from '@neurona/layers';
import { Adam, SGD } from '@neurona/optimizers';
import {
  full,
  Generator,
  manualSeed,
  noGrad,
  noteHostValues,
  ones,
  randn,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { FailOnNaN, fit } from '@neurona/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { bitsPerDimension, elbo, importanceWeightedBound } from './elbo.js';
import { elboSteps } from './elbo-steps.js';
import { gaussianKL, reparameterise } from './posterior.js';
import { VAE } from './vae.js';

const small = { inputShape: [4], hiddenSize: 6, latentSize: 2 } as const;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const known = (rows: readonly (readonly number[])[]): Tensor =>
  noteHostValues(tensor(rows), Float32Array.from(rows.flat()));

forEachBackend(() => {
  it('has the divergence of the closed form, and of an integral', async () => {
    const [mean, std] = [0.7, 0.4];
    const value = await gaussianKL({ mean: tensor([mean]), logVar: tensor([2 * Math.log(std)]) }).item();
    expectClose([value], [(mean ** 2 + std ** 2 - Math.log(std ** 2) - 1) / 2]);
    const step = 1e-3;
    let integral = 0; // ∫ q log (q / p)
    for (let x = mean - 8 * std; x < mean + 8 * std; x += step) {
      const logQ = -0.5 * ((x - mean) / std) ** 2 - Math.log(std);
      integral += (step * Math.exp(logQ) * (logQ + x ** 2 / 2)) / Math.sqrt(2 * Math.PI);
    }
    expectClose([value], [integral]);
  });

  it('adds up its parts as beta and free bits say', async () => {
    manualSeed(2);
    const model = new VAE(small);
    const x = known([
      [0, 1, 1, 0.5],
      [1, 1, 0, 0],
      [0, 0, 1, 1],
    ]);
    const noise = randn([3, 2], { rng: new Generator(3) });
    const posterior = model.encode(x);
    const output = model.decode(reparameterise(posterior, { noise }));
    const [logits, values] = [await output.data(), Array.from(await x.data(), Number)];
    const nats = values.reduce(
      (sum, value, i) =>
        sum + value * Math.log1p(Math.exp(-logits[i]!)) + (1 - value) * Math.log1p(Math.exp(logits[i]!)),
      0,
    );
    const each = await gaussianKL(posterior).mean({ axis: 0 }).data();
    const plain = elbo(model, x, { noise });
    expectClose([await plain.reconstruction.item()], [nats / 3]);
    expectClose([await plain.divergence.item()], [each[0]! + each[1]!]);
    expectClose([await plain.loss.item()], [nats / 3 + each[0]! + each[1]!]);
    const free = (each[0]! + each[1]!) / 2; // one variable is above, one below
    const pressed = elbo(model, x, { noise, beta: 4, freeBits: free });
    expectClose(
      [await pressed.loss.item()],
      [nats / 3 + 4 * (Math.max(each[0]!, free) + Math.max(each[1]!, free))],
    );
    expectClose([await pressed.divergence.item()], [each[0]! + each[1]!]);
  });
});

describe('importanceWeightedBound', () => {
  beforeAll(async () => {
    await useBackend(wasm());
  });

  it('is tightened by more draws, up to the likelihood itself', async () => {
    // x = z + noise: log p(x) is known, and the encoder's distributions are wider than the true ones
    const model = new VAE({
      inputShape: [1],
      hiddenSize: 2,
      latentSize: 1,
      likelihood: 'gaussian',
      std: 0.5,
    });
    const fill = (parameter: Tensor, values: number[]): void =>
      void parameter.assign(tensor(values, { shape: parameter.shape }));
    for (const parameter of model.parameters()) fill(parameter, Array<number>(parameter.size).fill(0));
    fill(model.fc3.weight, [1, -1]);
    fill(model.fc4.weight, [1, -1]); // output = z
    fill(model.fc1.weight, [1, -1]);
    fill(model.fc21.weight, [1, -1]); // mean = x
    fill(model.fc22.bias!, [-0.5]);
    const x = tensor([[0.8], [-1.2]]);
    const variance = 1 + 0.25;
    const exact = [0.8, -1.2].map(
      (value) => -0.5 * (Math.log(2 * Math.PI * variance) + value ** 2 / variance),
    );
    const bound = (samples: number) =>
      noGrad(() => importanceWeightedBound(model, x, { samples, rng: new Generator(1) }));
    for (const [i, value] of (await bound(200).data()).entries()) expect(value).toBeCloseTo(exact[i]!, 1);
    const { loss } = elbo(model, x.expand([2000, 2, 1]).reshape([4000, 1]), { rng: new Generator(1) });
    const mean = (exact[0]! + exact[1]!) / 2;
    expect(-(await loss.item())).toBeLessThan(mean - 0.4);
    expect(await bound(200).mean().item()).toBeGreaterThan(mean - 0.1);
  });
});

describe('training by elboSteps', () => {
  beforeAll(async () => {
    await useBackend(wasm());
  });

  const train = async (options: Parameters<typeof elboSteps>[0], epochs: number, learningRate = 0.01) => {
    manualSeed(4);
    const model = new VAE({ inputShape: [8, 8, 1], hiddenSize: 32, latentSize: 4 });
    const data = new Subset(await digits(), range(600));
    const history = await fit(model, data, {
      ...elboSteps(options),
      optimizers: { adam: new Adam(model.parameters(), { learningRate }) },
      validation: data,
      batchSize: 30,
      epochs,
      progress: false,
    });
    return history.epochs;
  };

  it('lowers the bound, and reports both parts', async () => {
    const [first, last] = await train({}, 2);
    expect(Object.keys(last!)).toEqual([
      'loss',
      'reconstruction',
      'divergence',
      'valLoss',
      'valReconstruction',
      'valDivergence',
    ]);
    expect(last!.loss).toBeCloseTo(last!.reconstruction! + last!.divergence!, 3);
    expect(last!.valLoss).toBeLessThan(0.9 * first!.loss!);
  });

  it('raises beta step by step: with little of it the latent variables tell more', async () => {
    const [whole] = await train({}, 1);
    const [annealed] = await train({ annealSteps: 2000 }, 1);
    expect(annealed!.divergence).toBeGreaterThan(2 * whole!.divergence!);
    expect(annealed!.loss).toBeLessThan(annealed!.reconstruction! + 0.02 * annealed!.divergence!);
    expect(annealed!.valLoss).toBeCloseTo(annealed!.valReconstruction! + annealed!.valDivergence!, 3);
  });

  it('scales gradients down to clipNorm, of all parameters together', async () => {
    const model = new VAE(small);
    const before = model.parameters().map((parameter) => parameter.clone());
    const { step } = elboSteps({ clipNorm: 0.01 });
    const optimizer = new SGD(model.parameters(), { learningRate: 1 });
    scoped(() => void step({ model, batch: [ones([3, 4])], optimizers: { optimizer }, totalSteps: 0 }));
    let squares = 0;
    for (const [i, parameter] of model.parameters().entries())
      squares += await parameter.sub(before[i]!).square().sum().item();
    expect(Math.sqrt(squares)).toBeCloseTo(0.01, 5);
  });

  it('scales those of what optimizers train alone, in each step by the same', async () => {
    const model = new VAE(small);
    const { step } = elboSteps({ clipNorm: 0.01 });
    const { bias } = model.fc3;
    const optimizer = new SGD([bias!], { learningRate: 1 });
    for (let totalSteps = 0; totalSteps < 3; totalSteps++) {
      const before = await bias!.data();
      scoped(() => void step({ model, batch: [ones([3, 4])], optimizers: { optimizer }, totalSteps }));
      const after = await bias!.data();
      expect(Math.hypot(...after.map((value, i) => value - before[i]!))).toBeCloseTo(0.01, 5);
    }
  });

  it('ends with the name of the network and of the part that was NaN', async () => {
    await expect(train({}, 3, 1e18)).rejects.toThrow(
      /^\[VAE\] expected a finite (reconstruction|divergence), got (NaN|Infinity) \(step 17\)/,
    );
  });

  it('names the network and the layer with FailOnNaN, in the last steps of a training too', async () => {
    const model = new VAE(small);
    model.fc3.weight.assign(full(model.fc3.weight.shape, Number.NaN));
    const training = fit(model, [ones([3, 4])], {
      ...elboSteps(),
      optimizers: { adam: new Adam(model.parameters()) },
      callbacks: [new FailOnNaN()],
      progress: false,
    });
    await expect(training).rejects.toThrow(
      '[VAE] expected finite numbers, got others from fc3 (the output of fc3 was not finite in epoch 1 at step 1',
    );
  });

  it('leaves nothing behind from step to step', async () => {
    const model = new VAE({ ...small, numClasses: 2 });
    const optimizer = new Adam(model.parameters());
    const { step } = elboSteps();
    const batch = [ones([3, 4]), tensor([0, 1, 1], { dtype: 'int32' })];
    const run = (totalSteps: number): void =>
      scoped(() => void step({ model, batch, optimizers: { optimizer }, totalSteps }));
    run(0);
    const before = liveMemory();
    for (let i = 1; i < 40; i++) run(i);
    expect(liveMemory()).toEqual(before);
  });
});

describe('wrong calls', () => {
  beforeAll(async () => {
    await useBackend(wasm());
  });

  it.each<[title: string, call: () => unknown, message: string]>([
    [
      'values beyond 1',
      () =>
        elbo(
          new VAE(small),
          known([
            [0, 1, 1, 0],
            [0, 2, 1, 0],
          ]),
        ),
      "[VAE] expected values from 0 to 1, as the likelihood is bernoulli, got 2 (example 1). Divide bytes by 255, or pass likelihood: 'gaussian' to the model.",
    ],
    [
      'calculated values beyond 1',
      () => elbo(new VAE(small), ones([1, 4]).mul(255)),
      '[VAE] expected values from 0 to 1, as the likelihood is bernoulli, got 255 (example 0).',
    ],
    ['a negative norm', () => elboSteps({ clipNorm: -1 }), '[elboSteps] expected clipNorm ≥ 0, got -1.'],
    ['NaN in the data', () => elbo(new VAE(small), known([[0, Number.NaN, 1, 0]])), 'got NaN (example 0)'],
    [
      'noise of another size',
      () => elbo(new VAE(small), ones([2, 4]), { noise: ones([2, 3]) }),
      '[reparameterise] expected noise of the shape of mean, [2, 2], got [2, 3].',
    ],
    [
      'a negative beta',
      () => elbo(new VAE(small), ones([2, 4]), { beta: -1 }),
      '[elbo] expected beta ≥ 0, got -1.',
    ],
    ['negative free bits', () => elboSteps({ freeBits: -1 }), '[elboSteps] expected freeBits ≥ 0, got -1.'],
    [
      'half a step',
      () => elboSteps({ annealSteps: 0.5 }),
      'annealSteps to be an integer of at least 0, got 0.5.',
    ],
    [
      'no draws',
      () => importanceWeightedBound(new VAE(small), ones([2, 4]), { samples: 0 }),
      'samples to be an integer of at least 1, got 0.',
    ],
    [
      'another model',
      () => elbo(new Linear(4, 4) as never, ones([2, 4])),
      '[elbo] expected a variational autoencoder, as VAE or ConvVAE, got an instance of Linear.',
    ],
    [
      'distributions that do not fit',
      () => gaussianKL({ mean: ones([2]), logVar: ones([3]) }),
      '[gaussianKL] expected logVar of the shape of mean, [2], got [3].',
    ],
  ])('name %s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('take any values with a gaussian likelihood', async () => {
    const model = new VAE({ ...small, likelihood: 'gaussian' });
    expect(Number.isFinite(await elbo(model, known([[-3, 2, 7, 0]])).loss.item())).toBe(true);
  });
});

it('counts bits for each value', () => {
  expect(bitsPerDimension(100, 784)).toBeCloseTo(100 / 784 / Math.log(2), 10);
});
