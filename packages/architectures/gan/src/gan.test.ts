import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { BatchNorm1d, Linear, Module, ReLU, Sequential, Tanh } from '@neurona/layers';
import { Adam, ExponentialMovingAverage, SGD } from '@neurona/optimizers';
import {
  freeConstants,
  full,
  Generator,
  manualSeed,
  memoryScope,
  noteHostValues,
  randn,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { FailOnNaN, fit, WeightAveraging } from '@neurona/training';
import { expect, it } from 'vitest';
import type { AdversarialLoss } from './adversarial-loss.js';
import { Gan } from './gan.js';
import { type GanStepOptions, ganStep } from './gan-step.js';
import { ImagePool } from './image-pool.js';

const tiny = (noiseSize = 2): Gan =>
  new Gan(
    new Sequential(new Linear(noiseSize, 8), new ReLU(), new Linear(8, 1)),
    new Sequential(new Linear(1, 8), new Tanh(), new Linear(8, 1)),
    { noiseSize },
  );

const optimizersOf = ({ generator, discriminator }: Gan, learningRate = 0.01) => {
  const settings = { learningRate, betas: [0.5, 0.9] as const };
  return {
    generator: new Adam(generator.parameters(), settings),
    discriminator: new Adam(discriminator.parameters(), settings),
  };
};

/** Numbers around 3. */
const numbers = (count = 64): DataLoader =>
  new DataLoader(
    new ArrayDataset([
      hostArray(
        Float32Array.from({ length: count }, (_, i) => 3 + 0.3 * Math.sin(1.7 * i)),
        [count, 1],
      ),
    ]),
    { batchSize: 16, shuffle: true },
  );

/** One number by hand: a generator and a discriminator of one weight each. */
function byHand(loss: AdversarialLoss, options: GanStepOptions = {}) {
  const gan = new Gan(new Linear(1, 1, { bias: false }), new Linear(1, 1, { bias: false }), { noiseSize: 1 });
  gan.generator.weight.set([[0.5]]);
  gan.discriminator.weight.set([[2]]);
  const optimizers = {
    generator: new SGD(gan.generator.parameters(), { learningRate: 1 }),
    discriminator: new SGD(gan.discriminator.parameters(), { learningRate: 1 }),
  };
  const noise = randn([1, 1], { rng: new Generator(4) });
  const step = ganStep({ loss, gradientPenalty: 0, rng: new Generator(4), ...options });
  const values = step({ model: gan, batch: [tensor([[0.3]])], optimizers, totalSteps: 0 });
  return { gan, values, noise };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

forEachBackend((backend) => {
  it.each<
    [AdversarialLoss, (r: number, f: number) => [number, number, number], (f: number) => [number, number]]
  >([
    // loss and its derivatives by r and f; loss of the generator and its derivative by f
    [
      'minimax',
      (r, f) => [
        -0.9 * Math.log(sigmoid(r)) - 0.1 * Math.log(1 - sigmoid(r)) - Math.log(1 - sigmoid(f)),
        sigmoid(r) - 0.9,
        sigmoid(f),
      ],
      (f) => [Math.log(1 - sigmoid(f)), -sigmoid(f)],
    ],
    [
      'nonSaturating',
      (r, f) => [
        -0.9 * Math.log(sigmoid(r)) - 0.1 * Math.log(1 - sigmoid(r)) - Math.log(1 - sigmoid(f)),
        sigmoid(r) - 0.9,
        sigmoid(f),
      ],
      (f) => [-Math.log(sigmoid(f)), sigmoid(f) - 1],
    ],
    ['leastSquares', (r, f) => [((r - 0.9) ** 2 + f ** 2) / 2, r - 0.9, f], (f) => [(f - 1) ** 2 / 2, f - 1]],
    [
      'hinge',
      (r, f) => [Math.max(0, 1 - r) + Math.max(0, 1 + f), r < 1 ? -1 : 0, f > -1 ? 1 : 0],
      (f) => [-f, -1],
    ],
    ['wasserstein', (r, f) => [f - r, -1, 1], (f) => [-f, -1]],
  ])('makes a step of %s as its equation says', async (loss, discriminatorOf, generatorOf) => {
    const isLabelled = !['hinge', 'wasserstein'].includes(loss);
    const { gan, values, noise } = byHand(loss, isLabelled ? { realLabel: 0.9 } : {});
    const z = await noise.item();
    const [real, fake] = [0.3, 0.5 * z];
    const [lossD, byReal, byFake] = discriminatorOf(2 * real, 2 * fake);
    const d = 2 - (byReal * real + byFake * fake);
    const [lossG, byScore] = generatorOf(d * fake);
    expectClose(await Promise.all([values.discriminatorLoss, values.generatorLoss!].map((x) => x.item())), [
      lossD,
      lossG,
    ]);
    expectClose(await gan.discriminator.parameters()[0]!.data(), [d]);
    expectClose(await gan.generator.parameters()[0]!.data(), [0.5 - byScore * d * z]);
    const answer = loss === 'minimax' || loss === 'nonSaturating' ? sigmoid : (x: number): number => x;
    expectClose(await Promise.all([values.realAnswer, values.fakeAnswer].map((x) => x.item())), [
      answer(2 * real),
      answer(2 * fake),
    ]);
  });

  it('adds penalties to the gradient and reports them apart', async () => {
    const { gan, values, noise } = byHand('wasserstein', { gradientPenalty: 10, r1: 0.5 });
    const fake = 0.5 * (await noise.item());
    expectClose(
      [await values.penalty!.item(), await values.discriminatorLoss.item()],
      [10 * 1 + 0.5 * 2, 2 * fake - 0.6],
    );
    // ∂/∂d of 10 (d - 1)² + ¼ d² is 20 + 1 at d = 2
    expectClose(await gan.discriminator.parameters()[0]!.data(), [2 - (fake - 0.3 + 21)]);
  });

  if (backend === 'wasm') {
    it('trains by fit until generated numbers lie where the real ones do, both losses and answers reported', async () => {
      manualSeed(3);
      const gan = tiny();
      const average = new ExponentialMovingAverage(gan.generator.parameters(), { decay: 0.9 });
      const history = await fit(gan, numbers(), {
        optimizers: optimizersOf(gan),
        step: ganStep({ r1: 0.1 }),
        epochs: 60,
        callbacks: [new WeightAveraging(average)],
        progress: false,
      });
      const last = history.epochs.at(-1)!;
      expect(Object.keys(last)).toEqual([
        'discriminatorLoss',
        'penalty',
        'realAnswer',
        'fakeAnswer',
        'generatorLoss',
      ]);
      expect(await gan.sample(200).mean().item()).toBeCloseTo(3, 0);
      expect(Math.abs(last.realAnswer! - 0.5)).toBeLessThan(0.15);
      expect(Math.abs(last.fakeAnswer! - 0.5)).toBeLessThan(0.15);
    });
  }

  it('lets the discriminator make several steps for one of the generator, each with a batch of its own', async () => {
    const gan = tiny();
    const optimizers = optimizersOf(gan);
    const before = await gan.generator.parameters()[0]!.data();
    const step = ganStep({ discriminatorSteps: 3 });
    const changed: boolean[] = [];
    for (let totalSteps = 0; totalSteps < 6; totalSteps++) {
      using _scope = memoryScope();
      const values = step({ model: gan, batch: [tensor([[3]])], optimizers, totalSteps });
      changed.push('generatorLoss' in values);
      if (totalSteps === 1) expect([...gan.generator.parameters()][0]!.grad).toBeUndefined();
    }
    expect(changed).toEqual([false, false, true, false, false, true]);
    expect(await gan.generator.parameters()[0]!.data()).not.toEqual(before);
  });

  it('leaves tensors and bytes where they were, with penalties, a pool and classes', () => {
    const gan = conditional();
    const optimizers = optimizersOf(gan);
    const pool = new ImagePool(4);
    const step = ganStep({ loss: 'wasserstein', discriminatorSteps: 2, r1: 1, pool });
    const batch = [tensor([[1], [2], [3], [4]]), tensor([0, 1, 2, 0], { dtype: 'int32' })];
    const steps = (count: number): void => {
      for (let totalSteps = 0; totalSteps < count; totalSteps++)
        scoped(() => void step({ model: gan, batch, optimizers, totalSteps }));
    };
    steps(4);
    const before = liveMemory();
    steps(6);
    expect(liveMemory()).toEqual(before);
    for (const item of [pool, gan, ...Object.values(optimizers), ...batch]) item.dispose();
    freeConstants();
  });

  it('samples in evaluation mode, by class, the same of the same seed', async () => {
    const generator = new Sequential(new Linear(2, 3), new BatchNorm1d(3));
    const gan = new Gan(generator, new Linear(3, 1), { noiseSize: 2 });
    const draw = async () => gan.sample(1, { rng: new Generator(5) }).data();
    expect(await draw()).toEqual(await draw());
    expect(generator.training).toBe(true);
    const byClass = conditional().sample(3, { labels: [0, 1, 2] });
    expect([byClass.shape, byClass.requiresGrad]).toEqual([[3, 1], false]);
  });

  it('says what is wrong', () => {
    const gan = tiny();
    expect(() => gan.forward(randn([4, 3]))).toThrow(
      '[Gan] expected noise [N, 2], got [4, 3]. Its size is the option noiseSize.',
    );
    const pairs = new Gan(new Linear(2, 1), new Linear(1, 2), { noiseSize: 2 });
    expect(() => pairs.judge(tensor([[1], [2], [3]]))).toThrow(
      '[Gan.judge] expected one number from the discriminator for each of 3 examples, [3, 1], got [3, 2]. End it with a layer of one output, as new Linear(features, 1).',
    );
    expect(() => conditional().sample(2, { labels: [0, 3] })).toThrow(
      '[Gan.sample] expected labels from 0 to 2, got 3 (example 1).',
    );
    expect(() => conditional().sample(3, { labels: [0, 1] })).toThrow(
      'expected a label for each of 3 examples, [3]',
    );
    expect(() => gan.sample(1, { labels: [0] })).toThrow(
      '[Gan.sample] expected no labels, as it has no classes',
    );
    const labels = new Int32Array([0, -1]);
    expect(() => conditional().judge(tensor([[1], [2]]), noteHostValues(tensor(labels), labels))).toThrow(
      '[Gan.judge] expected labels from 0 to 2, got -1 (example 1).',
    );
    if (tensor([1]).backend.peek(tensor([1])))
      expect(() => conditional().judge(tensor([[1], [2]]), tensor(labels).add(3))).toThrow(
        '[Gan.judge] expected labels from 0 to 2, got 3 (example 0).',
      );
    expect(() => new Gan(new Linear(1, 1), new Linear(1, 1), { noiseSize: 0 })).toThrow(
      '[Gan] expected noiseSize to be an integer of at least 1, got 0.',
    );
    expect(() => ganStep({ loss: 'wgan' as 'hinge' })).toThrow(
      '[ganStep] expected loss to be one of minimax, nonSaturating, leastSquares, hinge, wasserstein, got wgan.',
    );
    expect(() => ganStep({ loss: 'hinge', realLabel: 0.9 })).toThrow(
      '[ganStep] expected no realLabel with the loss hinge, which has no labels, got 0.9.',
    );
    expect(() => ganStep({ r1: -1 })).toThrow('[ganStep] expected r1 to be a number of at least 0, got -1.');
  });

  it('ends where numbers are NaN by an error that names the network and the layer', async () => {
    for (const [network, layer] of [
      ['generator', 'generator.0'],
      ['discriminator', 'discriminator.0'],
    ] as const) {
      const gan = tiny();
      const weight = gan[network].parameters()[0]!;
      weight.assign(full(weight.shape, Number.NaN));
      const training = fit(gan, numbers(), {
        optimizers: optimizersOf(gan),
        step: ganStep(),
        callbacks: [new FailOnNaN()],
        progress: false,
      });
      await expect(training).rejects.toThrow(
        `[Gan] expected finite numbers, got others from ${network} (the output of ${layer} was not finite in epoch 1 at step 1`,
      );
    }
  });
});

/** A network that reads a number and its class. */
class Conditional extends Module<readonly [Tensor, Tensor?]> {
  constructor(readonly net: Sequential) {
    super();
  }

  override forward(x: Tensor, labels?: Tensor): Tensor {
    return this.net.forward(x.add(labels!.cast('float32').unsqueeze(1)));
  }
}

function conditional(): Gan {
  const networks = [2, 1].map(
    (size) => new Conditional(new Sequential(new Linear(size, 4), new Tanh(), new Linear(4, 1))),
  ) as [Conditional, Conditional];
  return new Gan(...networks, { noiseSize: 2, numClasses: 3 });
}
