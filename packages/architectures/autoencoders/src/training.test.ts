import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { Lambda } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { Generator, manualSeed, noGrad, rand, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { fit, predict, StopOnNaN } from '@neurona/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { AnomalyDetector } from './anomaly-detector.js';
import { Autoencoder } from './autoencoder.js';
import { autoencoderSteps } from './autoencoder-steps.js';
import { contraction, klSparsity, l1Sparsity } from './code-penalty.js';
import { measureCompression, psnr } from './compression.js';
import { DenseAutoencoder, linearAutoencoder } from './dense-autoencoder.js';
import { encoderClassifier } from './encoder-classifier.js';
import { reconstructionErrors } from './reconstruction-errors.js';
import { trainLayerwise } from './train-layerwise.js';

/** Points of eight numbers from 0 to 1 that lie on a curved surface of two. */
function surface(count: number): ArrayDataset {
  const values = new Float32Array(8 * count);
  for (let n = 0; n < count; n++) {
    const [a, b] = [(n * 0.618) % 1, (n * 0.414) % 1];
    for (let i = 0; i < 8; i++) values[8 * n + i] = 0.5 + 0.4 * Math.sin(3 * a + i) * Math.cos(2 * b - i);
  }
  return new ArrayDataset([hostArray(values, [count, 8])]);
}

const batches = (data: ArrayDataset): DataLoader => new DataLoader(data, { batchSize: 32, shuffle: true });

beforeAll(async () => {
  await useBackend(wasm());
});

describe('autoencoderSteps', () => {
  it('brings the mean activity of the code to its target', async () => {
    manualSeed(1);
    const model = new DenseAutoencoder([8, 12], { codeActivation: 'sigmoid' });
    const data = surface(128);
    const { epochs } = await fit(model, batches(data), {
      ...autoencoderSteps({ loss: 'bce', penalties: [klSparsity(0.1, { weight: 0.3 })] }),
      optimizers: { adam: new Adam(model.parameters(), { learningRate: 0.02 }) },
      validation: data,
      epochs: 30,
      progress: false,
    });
    expect(epochs.at(-1)!.penalty!).toBeLessThan(0.1 * epochs[0]!.penalty!);
    expect(Object.keys(epochs[0]!)).toEqual(['loss', 'penalty', 'valLoss']);
    const { values } = await predict(model.encoder, data);
    const mean = Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeGreaterThan(0.07);
    expect(mean).toBeLessThan(0.13);
  });

  it('leaves tensors and bytes as they were from step to step, with every penalty', async () => {
    const model = new DenseAutoencoder([8, 6, 3], { codeActivation: 'sigmoid', noise: 0.1, dropout: 0.1 });
    const seen: unknown[] = [];
    await fit(model, batches(surface(128)), {
      ...autoencoderSteps({ penalties: [l1Sparsity(0.1), klSparsity(0.1), contraction(0.1)] }),
      optimizers: { adam: new Adam(model.parameters()) },
      epochs: 3,
      progress: false,
      callbacks: [{ onStep: () => void seen.push(liveMemory()) }],
    });
    expect(seen.slice(5)).toEqual(seen.slice(5).map(() => seen[5]));
  });

  it('refuses values out of [0, 1] for the cross-entropy, naming the value', async () => {
    const model = new DenseAutoencoder([2, 1]);
    const train = (values: number[]) =>
      fit(model, [hostArray(Float32Array.from(values), [2, 2])], {
        ...autoencoderSteps({ loss: 'bce' }),
        optimizers: { adam: new Adam(model.parameters()) },
        batchSize: 1,
        shuffle: false,
        epochs: 3,
        progress: false,
      });
    await expect(train([0, 1, 0.5, 255])).rejects.toThrow(
      "[autoencoderSteps] expected values from 0 to 1, for the loss 'bce', got 255. Divide bytes by 255, or take { loss: 'mse' } and a model with { output: 'none' }.",
    );
    await expect(train([Number.NaN, 1, 0.5, 1])).rejects.toThrow('got NaN');
    expect(() => autoencoderSteps({ loss: 'mae' as never })).toThrow(
      '[autoencoderSteps] expected loss to be mse or bce, got mae.',
    );
  });

  it('lets StopOnNaN name the network whose output is no number', async () => {
    const decoder = new Lambda((code) =>
      code.sum({ axis: 1, keepDims: true }).mul(1e30).square().add([0, 0, 0]),
    );
    const model = new Autoencoder(linearAutoencoder(3, 2).encoder, decoder);
    const stopping = new StopOnNaN();
    const history = await fit(model, [rand([8, 3])], {
      ...autoencoderSteps(),
      optimizers: { adam: new Adam(model.parameters()) },
      callbacks: [stopping],
      progress: false,
    });
    expect(history.stopped).toBe('callback');
    expect(stopping.found?.layer).toBe('decoder');
  });
});

describe('penalties of codes', () => {
  it('are what their equations say', async () => {
    const codes = tensor([
      [0.2, 0.4],
      [0.4, 0.8],
    ]);
    const of = { code: codes, input: codes, encode: () => codes };
    expectClose(await l1Sparsity(0.5)(of).data(), [(0.5 * 1.8) / 2]);
    const kl = (mean: number): number => 0.1 * Math.log(0.1 / mean) + 0.9 * Math.log(0.9 / (1 - mean));
    expectClose(await klSparsity(0.1, { weight: 2 })(of).data(), [2 * (kl(0.3) + kl(0.6))]);
  });

  it('estimate the norm of the Jacobian without bias, and have its gradient', async () => {
    manualSeed(2);
    const model = new DenseAutoencoder([5, 4], { codeActivation: 'tanh' });
    const input = rand([3, 5]);
    const encode = (x: typeof input) => model.encode(x);
    const code = encode(input);
    // The Jacobian of tanh(x W + b) is diag(1 - h²) Wᵀ
    const [weight] = model.parameters();
    const exact = code
      .square()
      .neg()
      .add(1)
      .square()
      .matmul(weight!.square().sum({ axis: 0 }))
      .sum()
      .div(3);
    const penalty = contraction(1, { probes: 2000, rng: new Generator(3) });
    const estimate = penalty({ code, input, encode });
    expect(Math.abs((await estimate.item()) / (await exact.item()) - 1)).toBeLessThan(0.03);
    exact.backward();
    const slope = await weight!.grad!.clone();
    weight!.grad = undefined;
    estimate.backward();
    const far = weight!.grad!.sub(slope).square().sum();
    const share = await far.div(slope.square().sum()).sqrt().item();
    expect(share).toBeLessThan(0.1);
  });

  it('refuse weights, targets and probes that there are not', () => {
    expect(() => l1Sparsity(-1)).toThrow(
      '[l1Sparsity] expected weight to be a number of at least 0, got -1.',
    );
    expect(() => klSparsity(0)).toThrow(
      '[klSparsity] expected a target between 0 and 1, got 0. It is the mean activity of a unit: 0.05, for example.',
    );
    expect(() => contraction(1, { probes: 0 })).toThrow('probes to be an integer of at least 1');
  });
});

describe('trainLayerwise', () => {
  it('trains level by level, the outermost first, and leaves nothing behind', async () => {
    const data = surface(128);
    const errorOf = async (model: Autoencoder): Promise<number> => {
      const errors = await reconstructionErrors(model, data);
      return errors.reduce((sum, error) => sum + error, 0) / errors.length;
    };
    manualSeed(4);
    const greedy = new DenseAutoencoder([8, 6, 3], { activation: 'tanh' });
    const first = await errorOf(greedy);
    const settings = { loss: 'bce', epochs: 30, batchSize: 32, learningRate: 0.02 } as const;
    const before = liveMemory();
    const histories = await trainLayerwise(greedy, data, settings);
    expect(liveMemory()).toEqual(before);
    expect(histories.map(({ epochs }) => epochs.length)).toEqual([30, 30]);
    expect(await errorOf(greedy)).toBeLessThan(0.3 * first);
  });

  it('says which level learns nothing', async () => {
    const model = new DenseAutoencoder([8, 6, 3], { output: 'none' });
    const data = new ArrayDataset([hostArray(new Float32Array(64).fill(1e30), [8, 8])]);
    await expect(trainLayerwise(model, data, { epochs: 1 })).rejects.toThrow(
      '[trainLayerwise] expected a finite loss, got NaN (level 0, from outside). Try a smaller learning rate, and look at the data.',
    );
    await expect(trainLayerwise(linearAutoencoder(3, 2).encoder as never, data)).rejects.toThrow(
      '[trainLayerwise] expected a DenseAutoencoder',
    );
  });
});

describe('encoderClassifier', () => {
  it('begins with the encoder itself, frozen where that is wanted', () => {
    const model = new DenseAutoencoder([8, 6, 3]);
    const classifier = encoderClassifier(model, 4);
    expect(classifier.forward(rand([5, 8])).shape).toEqual([5, 4]);
    expect(classifier.layers[0]).toBe(model.encoder);
    expect(classifier.parameters().every(({ requiresGrad }) => requiresGrad)).toBe(true);
    const frozen = encoderClassifier(model, 4, { freeze: true });
    expect(frozen.parameters().filter(({ requiresGrad }) => requiresGrad).length).toBe(2);
    const unknown = new Autoencoder(model.encoder, model.decoder);
    expect(() => encoderClassifier(unknown, 4)).toThrow(
      '[encoderClassifier] expected an Autoencoder with a codeShape',
    );
  });
});

describe('uses', () => {
  /** Reconstructs points of the diagonal plane x = y without an error. */
  const onDiagonal = (): Autoencoder => {
    const model = linearAutoencoder(2, 1);
    const [encoder, encoderBias, decoder, decoderBias] = model.parameters();
    noGrad(() => {
      encoder!.assign(tensor([[0.5], [0.5]]));
      decoder!.assign(tensor([[1, 1]]));
      encoderBias!.assign(tensor([0]));
      decoderBias!.assign(tensor([0, 0]));
    });
    return model;
  };

  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('score examples by their distance from what the model can say', async () => {
    const points = tensor([
      [1, 1],
      [0, 0.2],
      [0.6, 0],
    ]);
    const model = onDiagonal();
    expectClose(await reconstructionErrors(model, [points]), [0, 0.01, 0.09]);
    const before = liveMemory();
    const detector = await AnomalyDetector.fit(model, [points], { quantile: 0.75 });
    expect(detector.threshold).toBeCloseTo(0.05); // half way from 0.01 to 0.09
    expect(await detector.detect([points])).toEqual([false, false, true]);
    expect(liveMemory()).toEqual(before);
    await expect(AnomalyDetector.fit(model, [points], { quantile: 95 })).rejects.toThrow(
      '[AnomalyDetector] expected quantile to be a share from 0 to 1, got 95.',
    );
  });

  it('measure compression by bits and what is lost', async () => {
    expect(psnr(0.001, 1)).toBeCloseTo(30);
    expect(psnr(1, 255)).toBeCloseTo(48.13, 2);
    expect(() => psnr(-1)).toThrow('[psnr] expected a mean squared error of at least 0, got -1.');
    const points = tensor([
      [0, 0],
      [0.2, 0.2],
      [1, 1],
    ]);
    const coarse = await measureCompression(onDiagonal(), [points], { bits: 1 }); // 0.2 becomes 0
    expect(coarse.mse).toBeCloseTo(0.04 / 3);
    expect(coarse.psnr).toBeCloseTo(psnr(0.04 / 3));
    expect([coarse.bitsPerPixel, coarse.ratio]).toEqual([0.5, 16]);
    const fine = await measureCompression(onDiagonal(), [points], { bits: 8 });
    expect(fine.mse).toBeLessThan(1e-5);
    expect([fine.bitsPerPixel, fine.ratio]).toEqual([4, 2]);
    await expect(measureCompression(onDiagonal(), [points], { bits: 32 })).rejects.toThrow(
      'bits of at most 16',
    );
  });
});
