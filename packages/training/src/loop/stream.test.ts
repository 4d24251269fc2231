import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { loadTrainingCheckpoint, saveTrainingCheckpoint } from '@neurona/checkpoints';
import { Linear, mse, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { tensor } from '@neurona/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Batches, type Callback, fit } from '../index.js';
import { start } from '../testing/short-training.js';

let folder: string;
beforeAll(async () => {
  await useBackend(cpu());
  folder = await mkdtemp(join(tmpdir(), 'neurona-stream-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('data of unknown length', () => {
  /** Batches of numbers that come one after another. */
  const stream = (count: number): Batches => ({
    async *[Symbol.asyncIterator]() {
      for (let i = 0; i < count; i++) {
        using x = tensor([[Math.sin(i)]]);
        using y = tensor([[Math.cos(i)]]);
        yield [x, y];
      }
    },
  });

  it('is gone through to its end, whose steps are known afterwards', async () => {
    const lengths: (number | undefined)[] = [];
    const callbacks: Callback[] = [{ onStep: (state) => void lengths.push(state.stepsPerEpoch) }];
    const { history } = start({ epochs: 2, accumulate: 2, callbacks }, stream(3));
    expect((await history).epochs).toHaveLength(2);
    expect(lengths).toEqual([undefined, undefined, 2, 2]);
  });

  it('must have a batch', async () => {
    await expect(start({}, stream(0)).history).rejects.toThrow(
      '[fit] expected at least one batch, got none.',
    );
  });

  it('resumes in the middle of an epoch by passing over what was seen', async () => {
    const whole = start({ epochs: 2 }, stream(5));
    const initial = whole.model.parameters().map((parameter) => parameter.data());
    const values = await Promise.all(initial);
    const expected = await whole.history;
    const parts: object[] = [];
    const path = join(folder, 'stream.safetensors');
    const cut = (signal: AbortController): Callback => ({
      onStep: async (state) => {
        if (state.totalSteps !== 3) return;
        await saveTrainingCheckpoint(path, state.capture());
        parts.push(state);
        signal.abort();
      },
    });
    const controller = new AbortController();
    const first = new Sequential(new Linear(1, 1));
    for (const [i, parameter] of first.parameters().entries()) {
      parameter.set(tensor(values[i]!, { shape: parameter.shape }));
    }
    const optimizer = new SGD(first.parameters(), { learningRate: 0.1 });
    await fit(first, stream(5), {
      loss: mse,
      optimizer,
      epochs: 2,
      callbacks: [cut(controller)],
      signal: controller.signal,
      progress: false,
    });
    const resumed = await start({ epochs: 2, resume: await loadTrainingCheckpoint(path) }, stream(5)).history;
    expect(parts).toHaveLength(1);
    expect(resumed.epochs).toEqual(expected.epochs);
    expect(resumed.deviations).toEqual(expected.deviations);
  });
});
