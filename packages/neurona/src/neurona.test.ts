import { type Backend, setBackend } from '@neurona/backend';
import { afterEach, describe, expect, it } from 'vitest';
import * as nn from './index.js';

afterEach(() => setBackend(undefined as unknown as Backend));

describe('a program that chooses no backend', () => {
  it('gets WebAssembly when it makes its first tensor', async () => {
    expect(nn.hasBackend()).toBe(false); // importing starts nothing
    const x = nn.tensor([[1, 2]]);
    expect(nn.currentBackend().name).toBe('wasm');
    expect(await x.matmul([[3], [4]]).array()).toEqual([[11]]);
    expect(nn.describeBackend()).toMatch(/^wasm: WebAssembly (relaxed )?SIMD, (one thread|\d threads)$/);
  });

  it('may ask for the best device of the machine', async () => {
    const { name } = await nn.useBackend();
    expect(['webgpu', 'wasm']).toContain(name);
    expect(nn.describeBackend()).toContain(`${name}: `);
  });

  it('trains with what one import brings', async () => {
    nn.manualSeed(1);
    const [train, test] = nn.trainTestSplit(await nn.digits(), { testSize: 0.2 });
    const model = new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(64, 32),
      new nn.ReLU(),
      new nn.Linear(32, 10),
    );
    await nn.fit(model, new nn.DataLoader(train, { shuffle: true, batchSize: 64 }), {
      loss: nn.crossEntropy,
      optimizer: new nn.Adam(model.parameters(), { learningRate: 1e-2 }),
      epochs: 3,
      progress: false,
    });
    const { accuracy } = await nn.evaluate(model, test, { metrics: { accuracy: nn.accuracy } });
    expect(accuracy).toBeGreaterThan(0.9);
  });
});

describe('a program that chooses a backend', () => {
  it('gets that one', async () => {
    await nn.useBackend(nn.cpu());
    expect(nn.describeBackend()).toBe('cpu: plain JavaScript, one thread');
  });
});

describe('the entry points', () => {
  it('of one package have the same classes as the main one', async () => {
    expect((await import('./generated/layers.js')).Linear).toBe(nn.Linear);
    expect((await import('./generated/tensor.js')).tensor).toBe(nn.tensor);
  });
});
