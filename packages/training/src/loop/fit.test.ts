import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { crossEntropy, Dropout, Linear, mse, ReLU, Sequential } from '@neurona/layers';
import { Adam, SGD } from '@neurona/optimizers';
import { freeConstants, manualSeed, noGrad, type Tensor, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { accuracy, type Callback, evaluate, fit, series } from '../index.js';
import { network, xor } from '../testing/xor.js';

beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});

const quiet = { progress: false } as const;

describe('fit', () => {
  it('learns XOR, and reports each epoch', async () => {
    manualSeed(1);
    const model = network();
    const history = await fit(model, new DataLoader(xor(200, 1), { shuffle: true }), {
      loss: crossEntropy,
      optimizer: new Adam(model.parameters(), { learningRate: 0.02 }),
      metrics: { accuracy },
      validation: new DataLoader(xor(100, 2)),
      epochs: 40,
      ...quiet,
    });
    expect(history.stopped).toBe('completed');
    expect(history.epochs).toHaveLength(40);
    expect(Object.keys(history.epochs[0]!)).toEqual(['loss', 'accuracy', 'valLoss', 'valAccuracy']);
    expect(series(history, 'valAccuracy').at(-1)).toBeGreaterThan(0.93);
    expect(series(history, 'loss').at(-1)).toBeLessThan(0.2);
  });

  it('reports means over examples, also when the last batch is smaller', async () => {
    const data = new ArrayDataset([
      hostArray(Float32Array.of(1, 2, 3), [3, 1]),
      hostArray(Float32Array.of(0, 0, 0), [3, 1]),
    ]);
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    noGrad(() => model.parameters()[0]!.set([[1]]));
    const optimizer = new SGD(model.parameters(), { learningRate: 0 });
    const options = { loss: mse, optimizer, ...quiet };
    const history = await fit(model, new DataLoader(data, { batchSize: 2 }), options);
    expect(series(history, 'loss')[0]).toBeCloseTo((1 + 4 + 9) / 3, 5);
    expect((await evaluate(model, new DataLoader(data, { batchSize: 2 }), { loss: mse })).loss).toBeCloseTo(
      14 / 3,
      5,
    );
  });

  it('gives the same result from the same seed', async () => {
    const run = async () => {
      manualSeed(9);
      const model = new Sequential(new Linear(2, 8), new ReLU(), new Dropout(0.2), new Linear(8, 2));
      await fit(model, new DataLoader(xor(64, 1), { shuffle: true }), {
        loss: crossEntropy,
        optimizer: new Adam(model.parameters()),
        epochs: 3,
        ...quiet,
      });
      return Promise.all(model.parameters().map((parameter) => parameter.data()));
    };
    expect(await run()).toEqual(await run());
  });

  it('leaves nothing behind', async () => {
    const model = network();
    const optimizer = new Adam(model.parameters());
    const loader = new DataLoader(xor(64, 1), { shuffle: true });
    const options = { loss: crossEntropy, optimizer, metrics: { accuracy }, validation: loader, ...quiet };
    await fit(model, loader, options);
    const before = liveMemory();
    await fit(model, loader, { ...options, epochs: 5 });
    expect(liveMemory()).toEqual(before);
    for (const held of [model, optimizer]) held.dispose();
  });

  it('ends after the current step when aborted', async () => {
    const controller = new AbortController();
    let steps = 0;
    const model = network();
    const history = await fit(model, new DataLoader(xor(64, 1), { batchSize: 16 }), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters()),
      epochs: 5,
      signal: controller.signal,
      callbacks: [{ onStep: () => void (++steps === 6 && controller.abort()) }],
      ...quiet,
    });
    expect(steps).toBe(6);
    expect(history.stopped).toBe('aborted');
    expect(history.epochs).toHaveLength(1);
  });

  it('reports no epoch whose validation was cut short', async () => {
    const controller = new AbortController();
    const model = network();
    let batches = 0;
    const history = await fit(model, new DataLoader(xor(4, 1)), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters()),
      metrics: {
        accuracy: (outputs, targets) => {
          if (++batches === 3) controller.abort(); // the second of four in validation
          return accuracy(outputs, targets);
        },
      },
      validation: new DataLoader(xor(4, 2), { batchSize: 1 }),
      signal: controller.signal,
      ...quiet,
    });
    expect([history.stopped, history.epochs, batches]).toEqual(['aborted', [], 3]);
  });

  it('calls callbacks in order, and lets them stop it', async () => {
    const events: string[] = [];
    const callback: Callback = {
      onStart: () => void events.push('start'),
      onStep: ({ epoch, step, stepsPerEpoch }) => void events.push(`step ${epoch} ${step}/${stepsPerEpoch}`),
      onEpoch: (state, { loss }) => {
        events.push(`epoch ${state.epoch} ${Number.isFinite(loss)}`);
        state.stop();
      },
      onEnd: () => void events.push('end'),
    };
    const model = network();
    const optimizer = new SGD(model.parameters());
    const data = new DataLoader(xor(4, 1), { batchSize: 2 });
    const history = await fit(model, data, {
      loss: crossEntropy,
      optimizer,
      epochs: 3,
      callbacks: [callback],
      ...quiet,
    });
    expect(events).toEqual(['start', 'step 0 1/2', 'step 0 2/2', 'epoch 0 true', 'end']);
    expect(history.stopped).toBe('callback');
  });

  it('frees and closes when the loss throws', async () => {
    const model = network();
    const optimizer = new SGD(model.parameters());
    const before = liveMemory();
    let ended = false;
    const run = fit(model, new DataLoader(xor(8, 1)), {
      loss: (outputs: Tensor) => mse(outputs, tensor([1])),
      optimizer,
      callbacks: [
        {
          onEnd: () => {
            ended = true;
          },
        },
      ],
      ...quiet,
    });
    await expect(run).rejects.toThrow("[mse] expected targets of the outputs' shape [8, 2], got [1].");
    freeConstants();
    expect([ended, liveMemory()]).toEqual([true, before]);
    model.dispose();
  });

  it('names what is wrong', async () => {
    const model = network();
    const optimizer = new SGD(model.parameters());
    await expect(
      fit(model, new DataLoader(xor(4, 1)), { loss: crossEntropy, optimizer, epochs: 0 }),
    ).rejects.toThrow('[fit] expected epochs to be an integer of at least 1, got 0.');
    const nothing = new DataLoader(xor(4, 1), { batchSize: 5, dropLast: true });
    await expect(fit(model, nothing, { loss: crossEntropy, optimizer, ...quiet })).rejects.toThrow(
      '[fit] expected at least one batch, got none of 4 examples (batchSize 5, dropLast true). Give more examples, a smaller batchSize, or dropLast: false.',
    );
    const inputsOnly = new DataLoader(new ArrayDataset([hostArray(new Float32Array(2), [1, 2])]));
    await expect(fit(model, inputsOnly, { loss: crossEntropy, optimizer, ...quiet })).rejects.toThrow(
      '[fit] expected batches of inputs and targets, got 1 field. Give the data set a field for the targets, pass { reconstruct: true } to have the inputs as targets, or use predict().',
    );
  });
});
