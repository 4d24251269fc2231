import { BackendError, currentBackend, setBackend } from '@neurona/backend';
import { type WebGPUBackend, webgpu } from '@neurona/backend-webgpu';
import { ArrayDataset, DataLoader } from '@neurona/datasets';
import { crossEntropy, Linear, ReLU, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { Generator, manualSeed, memoryScope } from '@neurona/tensor';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Callback } from '../callbacks/callback.js';
import { fit } from './fit.js';

const availability = await webgpu({ software: true }).probe();
const reason = availability.available ? '' : ` (skipped: ${availability.reason})`;

describe.skipIf(!availability.available)(`training on webgpu${reason}`, () => {
  let backend: WebGPUBackend;
  beforeEach(async () => {
    backend = await webgpu({ software: true }).create();
    setBackend(backend);
    manualSeed(1);
  });
  afterEach(() => backend.dispose());

  /** Points of two classes, in batches of 16. */
  const points = () => {
    const coordinates = Float32Array.from({ length: 256 }, (_, i) => Math.sin(i * 12.9898) * 2);
    const inputs = Array.from({ length: 128 }, (_, i) => [coordinates[2 * i]!, coordinates[2 * i + 1]!]);
    const targets = Int32Array.from(inputs, ([x, y]) => (x! * y! > 0 ? 1 : 0));
    return new DataLoader(new ArrayDataset([inputs, targets]), {
      batchSize: 16,
      shuffle: true,
      rng: new Generator(1),
    });
  };

  const model = () => new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2));

  const train = (net: Sequential, epochs: number, callback: Callback) =>
    fit(net, points(), {
      loss: crossEntropy,
      optimizer: new Adam(net.parameters(), { learningRate: 0.01 }),
      epochs,
      callbacks: [callback],
      progress: false,
    });

  /** What a promise was rejected with. */
  const rejection = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('holds the same buffers and bytes from step to step', async () => {
    const held: unknown[] = [];
    const allocated: number[] = [];
    let steps = 0;
    const history = await train(model(), 40, {
      onStep() {
        steps++;
      },
      onEpochStart() {
        held.push(currentBackend().memory());
        allocated.push(backend.gpu.pool.allocatedBytes);
      },
    });
    expect(steps).toBe(320);
    expect(new Set(held.slice(1).map((memory) => JSON.stringify(memory))).size).toBe(1);
    expect(new Set(allocated.slice(25)).size).toBe(1);
    expect(history.epochs.at(-1)!.loss).toBeLessThan(0.8 * history.epochs[0]!.loss!);
  }, 240_000);

  it.each([
    [
      'a device that is destroyed',
      () => backend.gpu.device.destroy(),
      /^\[webgpu\] expected a device that is there, got one that was destroyed/,
    ],
    [
      'a shader that is refused',
      () => {
        const y = backend.gpu.make([2], 'float32');
        const shader = { name: 'broken', outputs: { y: 'f32' }, body: 'y[lane] = nonsense;' } as const;
        backend.gpu.dispatch('broken', () => shader, { outputs: [y], groups: [1, 1, 1] });
      },
      /^\[webgpu\] expected a shader 'broken' that the device accepts, got [\s\S]*nonsense/,
    ],
  ])('ends with the error of %s in its middle, and gives no values any more', async (_, fail, message) => {
    const net = model();
    const error = await rejection(
      train(net, 1000, {
        onStep({ totalSteps }) {
          if (totalSteps === 20) fail();
        },
      }),
    );
    expect(error).toBeInstanceOf(BackendError);
    expect((error as BackendError).message).toMatch(message);
    for (const parameter of net.parameters()) expect(await rejection(parameter.data())).toBe(error);
    const forward = () => {
      using scope = memoryScope();
      net.forward(scope.keep(net.parameters()[0]!.transpose()));
    };
    expect(forward).toThrow(error as BackendError);
  });
});
