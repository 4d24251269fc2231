import { NeuronaError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray, iterableDataset } from '@neurona/datasets';
import { crossEntropy, Linear, mse, Sequential } from '@neurona/layers';
import { Adam, LBFGS, SGD } from '@neurona/optimizers';
import { manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  accuracy,
  type Batches,
  classificationReport,
  type Data,
  evaluate,
  type FitOptions,
  findLearningRate,
  fit,
  predict,
  series,
} from '../index.js';

beforeEach(async () => {
  await useBackend(cpu());
});

const x = [
  [0, 1],
  [2, 3],
  [4, 1],
  [1, 5],
];
const classes = Int32Array.of(0, 1, 0, 1);
const network = () => {
  manualSeed(2);
  return new Sequential(new Linear(2, 2));
};

/** The same examples in every form. */
const forms: Readonly<Record<string, () => Data>> = {
  'a loader': () => new DataLoader(new ArrayDataset([x, classes]), { batchSize: 4 }),
  'a data set': () => new ArrayDataset([x, classes]),
  arrays: () => [x, classes],
  'host arrays': () => [hostArray(x), hostArray(classes)],
  tensors: () => [tensor(x), tensor(classes)],
  'examples that come one after another': () =>
    iterableDataset(function* () {
      for (const [i, row] of x.entries()) yield [hostArray(row), hostArray(classes.slice(i, i + 1), [])];
    }),
  'batches of a generator function': () => ({ [Symbol.asyncIterator]: batches }),
};

async function* batches(): AsyncGenerator<Tensor[]> {
  yield [tensor(x), tensor(classes)];
}

describe('fit, evaluate, predict and reports take', () => {
  for (const [name, data] of Object.entries(forms)) {
    it(name, async () => {
      const model = network();
      const optimizer = new SGD(model.parameters(), { learningRate: 0.1 });
      const settings = { loss: crossEntropy, optimizer, epochs: 2, progress: false } as const;
      const { epochs } = await fit(model, data(), { ...settings, validation: data() });
      const reference = network();
      const expected = await fit(
        reference,
        new DataLoader(new ArrayDataset([x, classes]), { batchSize: 4 }),
        {
          ...settings,
          optimizer: new SGD(reference.parameters(), { learningRate: 0.1 }),
        },
      );
      for (const [i, { loss, valLoss }] of epochs.entries()) {
        expect(loss).toBeCloseTo(expected.epochs[i]!.loss!, 5);
        expect(valLoss).toBeLessThan(loss!);
      }
      const { loss } = await evaluate(model, data(), { loss: crossEntropy });
      expect(loss).toBeCloseTo(epochs[1]!.valLoss!, 6);
      expect((await predict(model, data())).shape).toEqual([4, 2]);
      expect((await classificationReport(model, data())).classes.map(({ support }) => support)).toEqual([
        2, 2,
      ]);
      const { rates } = await findLearningRate(model, data(), { loss: 'crossEntropy', optimizer, steps: 3 });
      expect(rates).toHaveLength(3);
    });
  }

  it('batches of a size, shuffled or not', async () => {
    const seen: number[][] = [];
    const model = network();
    const watch = model.onForward((output: Tensor) => void seen.push([...output.shape]));
    const options = { loss: crossEntropy, optimizer: new SGD(model.parameters()), progress: false } as const;
    await fit(model, [x, classes], { ...options, batchSize: 3, shuffle: false });
    await evaluate(model, [x, classes], { batchSize: 2 });
    await predict(model, [x], { batchSize: 4 });
    watch();
    expect(seen.map(([count]) => count)).toEqual([3, 1, 2, 2, 4]);
    const loader = new DataLoader(new ArrayDataset([x, classes]));
    await expect(fit(model, loader, { ...options, batchSize: 3 })).rejects.toThrow(
      '[fit] expected no batchSize beside batches that are made already, got batchSize. Pass it to the DataLoader: new DataLoader(dataset, { batchSize: … }).',
    );
  });
});

describe('names', () => {
  it('stand for losses, metrics and optimizers', async () => {
    const [byName, byObject] = [network(), network()];
    const settings = { epochs: 2, progress: false, shuffle: false } as const;
    const before = liveMemory();
    const named = await fit(byName, [x, classes], {
      ...settings,
      loss: 'crossEntropy',
      optimizer: 'adam',
      learningRate: 0.1,
      metrics: ['accuracy', 'f1'],
    });
    for (const parameter of byName.parameters()) {
      parameter.grad?.dispose();
      parameter.grad = undefined;
    }
    expect(liveMemory()).toEqual(before); // the optimizer was fit's own
    const given = await fit(byObject, [x, classes], {
      ...settings,
      loss: crossEntropy,
      optimizer: new Adam(byObject.parameters(), { learningRate: 0.1 }),
      metrics: { accuracy },
    });
    expect(series(named, 'loss')).toEqual(series(given, 'loss'));
    expect(series(named, 'accuracy')).toEqual(series(given, 'accuracy'));
    expect(Object.keys(named.epochs[0]!)).toEqual(['loss', 'accuracy', 'f1']);
    const found = await evaluate(byName, [x, classes], {
      loss: 'crossEntropy',
      metrics: { right: 'accuracy' },
    });
    expect(Object.keys(found)).toEqual(['loss', 'right']);
  });

  it('and data that are none are refused with those that there are', async () => {
    const model = network();
    const optimizer = new SGD(model.parameters());
    const run = (options: object, data: unknown = [x, classes]) =>
      fit(model, data as Data, { loss: crossEntropy, optimizer, progress: false, ...options } as FitOptions);
    const wrong: [() => Promise<unknown>, string][] = [
      [
        () => run({ loss: 'mape' }),
        '[fit] expected a loss: a function of outputs and targets, or one of bce, bceWithLogits, crossEntropy, huber, mae, mse, nll, got mape.',
      ],
      [() => run({ loss: undefined }), '[fit] expected a loss: a function'],
      [
        () => run({ optimizer: 'adan' }),
        '[fit] expected an optimizer, or one of adagrad, adam, adamW, nadam, rmsprop, rprop, sgd, got adan.',
      ],
      [() => run({ optimizer: model }), '[fit] expected an optimizer, or one of'],
      [
        () => run({ optimizer: new LBFGS(model.parameters()) }),
        '[fit] expected an optimizer that steps by one gradient, got one whose step evaluates the loss several times, as LBFGS. Write a loop: await optimizer.step(() =>',
      ],
      [
        () => run({ optimizer, learningRate: 1 }),
        '[fit] expected a learningRate only where the optimizer is given by its name, got 1.',
      ],
      [
        () => run({ metrics: ['acuracy'] }),
        '[fit] expected metrics: functions, stateful metrics, or names among accuracy,',
      ],
      [
        () => run({ optimizer: new SGD(network().parameters()) }),
        '[fit] expected an optimizer of the parameters of this model, got one of 2 parameters',
      ],
      [
        () => run({}, null),
        '[fit] expected a DataLoader, a data set, or arrays [inputs, targets], got null.',
      ],
      [() => run({}, [1, 2]), '[fit] expected arrays with a row for each example, as [inputs, targets]'],
      [
        () => fit(model, [x, classes], undefined as unknown as FitOptions),
        '[fit] expected options with a loss and an optimizer, or a step, got undefined.',
      ],
      [() => evaluate(model, [x, classes], { loss: 'acc' as 'mse' }), '[evaluate] expected a loss'],
      [
        () => classificationReport(model, [x]),
        '[classificationReport] expected batches of inputs and classes, got 1 field.',
      ],
    ];
    for (const [call, message] of wrong) {
      await expect(call()).rejects.toThrow(message);
      await expect(call()).rejects.toBeInstanceOf(NeuronaError);
    }
  });
});

describe('a generator', () => {
  it('is refused at the start where it is to be gone through again', async () => {
    const model = network();
    const steps: number[] = [];
    const optimizer = new SGD(model.parameters());
    const run = (data: Batches, options: object) =>
      fit(model, data, {
        loss: crossEntropy,
        optimizer,
        callbacks: [{ onStep: ({ step }) => void steps.push(step) }],
        progress: false,
        ...options,
      });
    const message =
      '[fit] expected data that can be iterated 2 times, got a generator or stream, which comes to its end once.';
    await expect(run(batches(), { epochs: 2 })).rejects.toThrow(message);
    const loader = new DataLoader(new ArrayDataset([x, classes]));
    await expect(run(loader, { epochs: 2, validation: batches() })).rejects.toThrow(message);
    expect(steps).toEqual([]);
    expect((await run(batches(), { epochs: 1 })).epochs).toHaveLength(1);
    const found = findLearningRate(model, batches(), { loss: mse, optimizer, steps: 9 });
    await expect(found).rejects.toBeInstanceOf(NeuronaError);
  });
});
