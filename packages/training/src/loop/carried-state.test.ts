import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import {
  decodeTrainingCheckpoint,
  encodeTrainingCheckpoint,
  type TrainingCheckpoint,
} from '@neurona/checkpoints';
import { parallelStreams } from '@neurona/datasets';
import { crossEntropy, Embedding, GRU, Linear, Module } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { manualSeed, scoped, type Tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Callback } from '../callbacks/callback.js';
import { fit } from './fit.js';
import type { FitOptions } from './fit-options.js';

beforeAll(async () => {
  await useBackend(cpu());
});

/** A small model that goes on from a state. */
class Reader extends Module {
  static override readonly kind: string = 'Reader';

  readonly embedding = new Embedding(4, 3);
  readonly rnn = new GRU(3, 5);
  readonly fc = new Linear(5, 4);

  override forward(tokens: Tensor): Tensor {
    return this.forwardFrom(undefined, tokens).output;
  }

  forwardFrom(state: Tensor | undefined, tokens: Tensor): { output: Tensor; state: Tensor } {
    return scoped(() => {
      const { output, state: after } = this.rnn.forward(this.embedding.forward(tokens), { state });
      return { output: this.fc.forward(output), state: after };
    });
  }
}

const ids = Int32Array.from({ length: 49 }, (_, i) => (i * i + (i >> 2)) % 4);
const batches = () => parallelStreams(ids, { streams: 2, contextLength: 4 });

function make(options: Partial<FitOptions> = {}): { model: Reader; settings: FitOptions } {
  manualSeed(2);
  const model = new Reader();
  const optimizer = new SGD(model.parameters(), { learningRate: 0.2, momentum: 0.5 });
  return {
    model,
    settings: { loss: crossEntropy, optimizer, carryState: true, epochs: 2, progress: false, ...options },
  };
}

const weights = (model: Reader): Promise<number[][]> =>
  Promise.all(model.parameters().map(async (parameter) => Array.from(await parameter.data(), Number)));

describe('fit with carryState', () => {
  it('resumes in the middle of an epoch as if it had not stopped', async () => {
    const whole = make();
    const history = await fit(whole.model, batches(), whole.settings);
    let saved: Uint8Array | undefined;
    const keep: Callback = {
      name: 'keep',
      onStep: async (state) => {
        if (state.totalSteps !== 8) return; // the second of six in the second epoch
        saved = await encodeTrainingCheckpoint(state.capture() as TrainingCheckpoint);
        state.stop();
      },
    };
    const first = make({ callbacks: [keep] });
    await fit(first.model, batches(), first.settings);
    const checkpoint = await decodeTrainingCheckpoint(saved!);
    const second = make({ resume: checkpoint, callbacks: [{ name: 'keep' }] });
    const resumed = await fit(second.model, batches(), second.settings);
    expect(await weights(second.model)).toEqual(await weights(whole.model));
    expect(resumed.epochs).toEqual(history.epochs);
  });

  it('frees the state at the end', async () => {
    const { model, settings } = make({ validation: batches() });
    await fit(model, batches(), settings);
    const before = liveMemory();
    await fit(model, batches(), settings);
    expect(liveMemory()).toEqual(before);
  });

  it('refuses models without a state, and batches that change in size', async () => {
    const { model, settings } = make();
    const plain = new Linear(1, 1);
    await expect(fit(plain, batches(), { ...settings, optimizer: 'sgd' })).rejects.toThrow(
      '[fit] expected a model with forwardFrom(state, ...inputs), for carryState, got Linear. Return { output, state } from it',
    );
    const x = { values: ids.slice(0, 12), shape: [3, 4], dtype: 'int32' } as const;
    await expect(fit(model, [x, x], { ...settings, batchSize: 2 })).rejects.toThrow(
      '[fit] expected batches of 2 examples, whose state is carried over, got 1. Make them by parallelStreams',
    );
  });
});
