import { currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { crossEntropy, Dropout, Linear, Module, mse, ReLU, Sequential } from '@neurona/layers';
import { Adam, clipGradNorm, SGD } from '@neurona/optimizers';
import { activity, l2, maxNorm, mixup, spectralNorm } from '@neurona/regularizers';
import { freeConstants, manualSeed, noGrad, Parameter, type Tensor, tensor } from '@neurona/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { accuracy, type Callback, EarlyStopping, evaluate, fit, predict, series } from '../index.js';

beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});

/** Points whose class is whether x0 · x1 > 0: XOR. */
function xor(count: number, seed: number): ArrayDataset {
  const values = Float32Array.from({ length: 2 * count }, (_, i) => Math.sin(7.3 * (i + 1) * seed));
  const classes = Int32Array.from({ length: count }, (_, i) =>
    values[2 * i]! * values[2 * i + 1]! > 0 ? 1 : 0,
  );
  return new ArrayDataset([hostArray(values, [count, 2]), hostArray(classes)]);
}

const network = () => new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2));
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
    freeConstants();
    const before = currentBackend().memory();
    await fit(model, loader, { ...options, epochs: 5 });
    freeConstants();
    expect(currentBackend().memory()).toEqual(before);
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

  it('puts the model in training mode, and back', async () => {
    const model = network().eval();
    const modes: boolean[] = [];
    await fit(model, new DataLoader(xor(4, 1)), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters()),
      callbacks: [{ onStep: () => void modes.push(model.training) }],
      ...quiet,
    });
    expect([...modes, model.training]).toEqual([true, false]);
  });

  it('leaves layers that stand in evaluation mode there, after it and after evaluate and predict', async () => {
    const model = new Sequential(new Linear(2, 2), new Dropout(0.5));
    const [, dropout] = [...model.namedChildren()].map(([, child]) => child);
    dropout!.eval();
    const data = new DataLoader(xor(4, 1));
    await fit(model, data, { loss: crossEntropy, optimizer: new SGD(model.parameters()), ...quiet });
    await evaluate(model, data, { loss: crossEntropy });
    await predict(model, data);
    expect([model.training, dropout!.training]).toEqual([true, false]);
  });

  it('frees and closes when the loss throws', async () => {
    const model = network();
    const optimizer = new SGD(model.parameters());
    freeConstants();
    const before = currentBackend().memory();
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
    expect([ended, currentBackend().memory()]).toEqual([true, before]);
    model.dispose();
  });

  it('adds regularizers to what is minimised, not to what is reported', async () => {
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    const [weight] = model.parameters();
    weight!.set([[3]]);
    const data = new ArrayDataset([
      hostArray(Float32Array.of(0), [1, 1]),
      hostArray(Float32Array.of(0), [1, 1]),
    ]);
    const history = await fit(model, new DataLoader(data), {
      loss: mse,
      optimizer: new SGD(model.parameters(), { learningRate: 0.1 }),
      regularizers: [(m) => m.parameters()[0]!.square().sum()],
      ...quiet,
    });
    expect(series(history, 'loss')).toEqual([0]);
    expect(series(history, 'penalty')).toEqual([9]);
    expect(await weight!.item()).toBeCloseTo(3 - 0.1 * 6, 6);
  });

  it('takes the regularizers and constraints of @neurona/regularizers, and frees what they make', async () => {
    const model = network();
    const options = {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters(), { learningRate: 1 }),
      regularizers: [
        l2(1e-3),
        activity(
          [...model.namedChildren()].map(([, layer]) => layer),
          { l1: 1e-4 },
        ),
      ],
      constraints: [maxNorm(0.5)],
      metrics: { accuracy },
      beforeStep: () => clipGradNorm(model.parameters(), 1),
      batchTransforms: [mixup({ numClasses: 2 })],
      ...quiet,
    };
    const loader = new DataLoader(xor(64, 1), { batchSize: 16 });
    const history = await fit(model, loader, { ...options, epochs: 2 });
    freeConstants();
    const before = currentBackend().memory();
    await fit(model, loader, { ...options, epochs: 2, validation: loader });
    freeConstants();
    expect(currentBackend().memory()).toEqual(before);
    expect(Object.keys(history.epochs[0]!)).toEqual(['loss', 'penalty', 'accuracy']);
    expect(series(history, 'penalty').every((value) => value > 0)).toBe(true);
    const weights = model.parameters().filter(({ ndim }) => ndim === 2);
    for (const weight of weights) {
      const largest = noGrad(() => weight.norm({ axis: 0 }).max());
      expect(await largest.item()).toBeLessThanOrEqual(0.5 + 1e-5);
    }
  });

  it('keeps the spectral norm of a layer at 1 in training, and its state in the dictionary', async () => {
    manualSeed(5);
    const layer = spectralNorm(new Linear(2, 2), { iterations: 20 });
    const model = new Sequential(layer);
    const keys = Object.keys(model.stateDict());
    expect(keys.map((key) => key.split('.').at(-1)).sort()).toEqual(['bias', 'weightOrig', 'weightU']);
    await fit(model, new DataLoader(xor(32, 1)), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters(), { learningRate: 1 }),
      epochs: 3,
      ...quiet,
    });
    const [a, b, c, d] = (await noGrad(() => layer.weight).data()) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const [sum, determinant] = [a * a + b * b + c * c + d * d, a * d - b * c];
    expect(Math.sqrt((sum + Math.sqrt(sum ** 2 - 4 * determinant ** 2)) / 2)).toBeCloseTo(1, 3);
    const copy = new Sequential(spectralNorm(new Linear(2, 2)));
    copy.loadStateDict(model.stateDict());
    const x = tensor([[1, 2]]);
    const [own, loaded] = [model.eval().forward(x), copy.eval().forward(x)];
    expect(await loaded.data()).toEqual(await own.data());
  });

  it('leaves layers alone that were put into evaluation mode', async () => {
    const model = new Sequential(new Linear(2, 2), new Dropout(0.5).eval());
    const modes: boolean[][] = [];
    await fit(model, new DataLoader(xor(4, 1)), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters()),
      callbacks: [
        { onStep: () => void modes.push([...model.namedModules()].map(([, module]) => module.training)) },
      ],
      ...quiet,
    });
    expect(modes).toEqual([[true, true, false]]);
  });

  it('names what is wrong', async () => {
    const model = network();
    const optimizer = new SGD(model.parameters());
    await expect(
      fit(model, new DataLoader(xor(4, 1)), { loss: crossEntropy, optimizer, epochs: 0 }),
    ).rejects.toThrow('[fit] expected epochs to be a whole number of at least 1, got 0.');
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

describe('EarlyStopping', () => {
  it('stops when the number has not improved, and puts the best weights back', async () => {
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    const [weight] = model.parameters();
    const data = new DataLoader(
      new ArrayDataset([hostArray(Float32Array.of(1), [1, 1]), hostArray(Float32Array.of(0), [1, 1])]),
    );
    const path = [3, 1, 2, 4, 5, 6]; // the weight after each epoch; the loss is its square
    const stopping = new EarlyStopping({ patience: 2 });
    const history = await fit(model, data, {
      loss: mse,
      optimizer: new SGD(model.parameters(), { learningRate: 0 }),
      validation: data,
      epochs: 6,
      callbacks: [{ onStep: ({ epoch }) => weight!.set([[path[epoch]!]]) }, stopping],
      ...quiet,
    });
    expect(series(history, 'valLoss')).toEqual([9, 1, 4, 16]); // two after the best
    expect([stopping.best, stopping.bestEpoch, await weight!.item()]).toEqual([1, 1, 1]);
  });

  it('names the numbers there are', async () => {
    const model = network();
    const options = { loss: crossEntropy, optimizer: new SGD(model.parameters()), ...quiet };
    const run = fit(model, new DataLoader(xor(4, 1)), { ...options, callbacks: [new EarlyStopping()] });
    await expect(run).rejects.toThrow(
      '[EarlyStopping] expected one of loss, got valLoss. Pass validation data to fit(), or another { monitor }.',
    );
  });
});

describe('evaluate and predict', () => {
  it('let timers have their turn, so that they can be aborted', async () => {
    const model = new Sequential(new Linear(2, 16));
    const data = new DataLoader(xor(100_000, 1), { batchSize: 1 });
    const runs = [
      (signal: AbortSignal) => evaluate(model, data, { signal }),
      (signal: AbortSignal) => predict(model, data, { signal }),
    ];
    for (const run of runs) {
      const controller = new AbortController();
      let seen = 0;
      const stop = model.onForward(() => void seen++);
      setTimeout(() => controller.abort(), 1);
      await run(controller.signal);
      stop();
      expect(seen).toBeLessThan(100_000);
    }
  });
});

describe('predict', () => {
  it('gives outputs in order, in evaluation mode', async () => {
    const model = new Sequential(new Linear(2, 3), new Dropout(0.9));
    const data = xor(5, 3);
    const outputs = await predict(model, data, { batchSize: 2 });
    expect(outputs.shape).toEqual([5, 3]);
    const rows = data.fields[0]!;
    const expected = noGrad(() => model.eval().forward(tensor(rows.values, { shape: rows.shape })));
    const values = await expected.data();
    for (const [i, value] of outputs.values.entries()) expect(value).toBeCloseTo(values[i]!, 6);
  });

  it('keeps the kind of numbers, and leaves a model whole that gives its own tensors', async () => {
    class Classes extends Module<readonly Tensor[], readonly [Tensor, Tensor]> {
      readonly weight = new Parameter([[1, 2]]);

      override forward(x?: Tensor): readonly [Tensor, Tensor] {
        return [x!.argmax({ axis: -1 }), this.weight];
      }
    }
    const model = new Classes();
    const [classes, weights] = await predict(model, xor(4, 1), { batchSize: 2 });
    expect([classes.dtype, classes.shape]).toEqual(['int32', [4]]);
    expect(weights.values).toEqual(Float32Array.of(1, 2, 1, 2)); // once a batch
    expect(model.weight.isDisposed).toBe(false);
    expect(
      (await predict(model, new DataLoader(xor(4, 1), { batchSize: 5, dropLast: true }))) as unknown,
    ).toEqual(hostArray(new Float32Array(0)));
  });
});
