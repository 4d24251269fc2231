import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { digits, Subset } from '@neurona/datasets';
import { mse } from '@neurona/layers';
import { Adam, SGD } from '@neurona/optimizers';
import {
  Generator,
  manualSeed,
  noGrad,
  noteHostValues,
  ones,
  rand,
  randn,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { fit } from '@neurona/training';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { VectorQuantizer } from './vector-quantizer.js';
import { vqSteps } from './vq-steps.js';
import { VQVAE, type VQVAEOutput } from './vqvae.js';

describeArchitecture('VQVAE', {
  make: () =>
    new VQVAE({
      inputShape: [4, 4, 1],
      depth: 1,
      channels: 12,
      numCodes: 16,
      codeSize: 6,
      reviveBelow: 0.01,
    }),
  inputs: [[4, 4, 4, 1]],
  output: [[4, 4, 4, 1], [4, 2, 2], [], []],
  targets: [4, 4, 4, 1],
  loss: ({ output, commitment }: VQVAEOutput, targets) => mse(output, targets).add(commitment.mul(0.25)),
  steps: 80,
  learningRate: 0.02,
});

const codebookOf = (quantizer: VectorQuantizer, rows: readonly (readonly number[])[]): void => {
  quantizer.codebook.assign(tensor(rows));
  quantizer.clusterSum.assign(tensor(rows));
  quantizer.clusterSize.assign(ones([rows.length]));
};

forEachBackend(() => {
  it('takes the nearest codes, passes gradients straight through, and presses the input towards them', async () => {
    const quantizer = new VectorQuantizer(3, 2, { reviveBelow: 0 }).eval();
    codebookOf(quantizer, [
      [0, 0],
      [1, 1],
      [-1, 2],
    ]);
    const z = tensor(
      [
        [
          [0.9, 0.8],
          [-0.2, 0.1],
        ],
      ],
      { requiresGrad: true },
    );
    const { quantized, codes, commitment, perplexity } = quantizer.forward(z);
    expect(await codes.array()).toEqual([[1, 0]]);
    expectClose(await quantized.data(), [1, 1, 0, 0]);
    expectClose([await perplexity.item()], [2]);
    const weight = tensor([
      [
        [1, -2],
        [3, 4],
      ],
    ]);
    quantized.mul(weight).sum().backward();
    expectClose(await z.grad!.data(), [1, -2, 3, 4]);
    z.grad = undefined;
    commitment.backward();
    expectClose(await z.grad!.data(), [-0.05, -0.1, -0.1, 0.05]); // 2 (z - e) / 4
  });

  it('follows the vectors of each code by running means, and leaves unused codes where they are', async () => {
    const quantizer = new VectorQuantizer(3, 1, { decay: 0.5, reviveBelow: 0 });
    codebookOf(quantizer, [[0], [10], [20]]);
    noGrad(() => quantizer.forward(tensor([[1], [2], [12]])));
    expectClose(await quantizer.clusterSize.data(), [1.5, 1, 0.5]);
    expectClose(await quantizer.codebook.data(), [1.5 / 1.5, (5 + 6) / 1, 20]);
    noGrad(() => quantizer.eval().forward(tensor([[5]])));
    expectClose(await quantizer.codebook.data(), [1, 11, 20]);
  });

  it('replaces dead codes by vectors of the batch', async () => {
    const quantizer = new VectorQuantizer(4, 1, { decay: 0.5, reviveBelow: 0.7, rng: new Generator(1) });
    codebookOf(quantizer, [[0], [100], [200], [300]]);
    noGrad(() => quantizer.forward(tensor([[1], [2], [3], [4]])));
    const [first, ...others] = await quantizer.codebook.data();
    expect(first).toBeCloseTo(10 / 2 / (1 / 2 + 4 / 2), 5);
    for (const other of others) expect([1, 2, 3, 4]).toContain(other);
  });
});

describe('VQVAE', () => {
  beforeAll(async () => {
    await useBackend(wasm());
  });

  const small = { inputShape: [8, 8, 1], channels: 8, numCodes: 16, codeSize: 4, depth: 1 } as const;

  it('learns digits with most of its codes in use, and decodes what it encodes', async () => {
    manualSeed(3);
    const model = new VQVAE(small);
    const data = new Subset(
      await digits(),
      Array.from({ length: 300 }, (_, i) => i),
    );
    const { epochs } = await fit(model, data, {
      ...vqSteps(),
      optimizers: { adam: new Adam(model.parameters(), { learningRate: 0.005 }) },
      validation: data,
      batchSize: 30,
      epochs: 4,
      progress: false,
    });
    expect(epochs.at(-1)!.valReconstruction).toBeLessThan(0.5 * epochs[0]!.reconstruction!);
    expect(epochs.at(-1)!.valPerplexity).toBeGreaterThan(5);
    model.eval();
    const x = randn([2, 8, 8, 1]);
    expectClose(await model.decode(model.encode(x)).data(), await model.forward(x).output.data());
  });

  it('scales gradients of what optimizers train down to clipNorm, in each step by the same', async () => {
    const model = new VQVAE(small);
    const { step } = vqSteps({ clipNorm: 0.01 });
    const [weight, ...others] = model.parameters();
    const optimizer = new SGD([weight!], { learningRate: 1 });
    const x = rand([2, 8, 8, 1], { rng: new Generator(5) });
    for (let totalSteps = 0; totalSteps < 3; totalSteps++) {
      const before = await weight!.data();
      scoped(() => void step({ model, batch: [x], optimizers: { optimizer }, totalSteps }));
      const after = await weight!.data();
      expect(Math.hypot(...after.map((value, i) => value - before[i]!))).toBeCloseTo(0.01, 5);
    }
    expect(others.some(({ grad }) => grad !== undefined)).toBe(true); // which no step clears
  });

  it('leaves nothing behind from step to step', () => {
    const model = new VQVAE(small);
    const optimizer = new Adam(model.parameters());
    const { step } = vqSteps();
    const batch = [ones([2, 8, 8, 1])];
    const run = (totalSteps: number): void =>
      scoped(() => void step({ model, batch, optimizers: { optimizer }, totalSteps }));
    run(0);
    const before = liveMemory();
    for (let i = 1; i < 20; i++) run(i);
    expect(liveMemory()).toEqual(before);
  });

  const codes = (values: readonly number[]): Tensor => {
    const ints = Int32Array.from(values);
    return noteHostValues(tensor(ints, { shape: [1, 4, 4] }), ints);
  };

  it.each<[title: string, call: () => unknown, message: string]>([
    [
      'codes that are none',
      () => new VQVAE(small).decode(codes([0, 16, ...Array<number>(14).fill(0)])),
      '[VectorQuantizer.embed] expected codes from 0 to 15, got 16 (code 1 of 16).',
    ],
    [
      'a grid of another size',
      () => new VQVAE(small).decode(ones([1, 2, 2])),
      '[VQVAE.decode] expected x [N, 4, 4], got [1, 2, 2].',
    ],
    [
      'images of another size',
      () => new VQVAE(small).forward(ones([1, 4, 4, 1])),
      '[VQVAE] expected x [N, 8, 8, 1]',
    ],
    [
      'vectors of another size',
      () => new VectorQuantizer(4, 3).forward(ones([2, 5])),
      'vectors of 3 features',
    ],
    [
      'a size that cannot be halved',
      () => new VQVAE({ inputShape: [6, 6, 1] }),
      '[VQVAE] expected inputShape [H, W, C] with height and width divisible by 4, got [6, 6, 1].',
    ],
    [
      'no codes',
      () => new VQVAE({ numCodes: 0 }),
      '[VectorQuantizer] expected numCodes to be an integer of at least 1',
    ],
    [
      'a decay',
      () => new VQVAE({ decay: 1 }),
      '[VectorQuantizer] expected decay from 0 to less than 1, got 1.',
    ],
    ['a factor', () => vqSteps({ commitment: -1 }), '[vqSteps] expected commitment ≥ 0, got -1.'],
    ['a negative norm', () => vqSteps({ clipNorm: -1 }), '[vqSteps] expected clipNorm ≥ 0, got -1.'],
    ['an unknown setting', () => new VQVAE({ codes: 3 } as never), 'codes'],
  ])('name %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
