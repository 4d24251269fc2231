import { ArgumentError } from '@neurona/backend';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { crossEntropy, Linear, mse, nll, Sequential } from '@neurona/layers';
import { Adam, SGD } from '@neurona/optimizers';
import { manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { accuracy, evaluate, type FitOptions, fit, type Loss, perplexity, StopOnNaN } from '../index.js';

const wave = (count: number, step: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(step * (i + 1)));

/** Examples with two numbers each. */
const examples = (targets: Int32Array, shape: readonly number[] = [targets.length]): ArrayDataset =>
  new ArrayDataset([hostArray(wave(2 * targets.length, 1.3), [...shape, 2]), hostArray(targets, shape)]);

/** The weights after training from one start. */
async function weightsAfter(
  data: ArrayDataset,
  batchSize: number,
  options: Partial<FitOptions> = {},
): Promise<number[]> {
  manualSeed(4);
  const model = new Sequential(new Linear(2, 3));
  await fit(model, new DataLoader(data, { batchSize }), {
    loss: crossEntropy,
    optimizer: new SGD(model.parameters(), { learningRate: 0.5 }),
    progress: false,
    ...options,
  });
  return Array.from(await model.parameters()[0]!.data());
}

const expectClose = (found: readonly number[], expected: readonly number[]): void => {
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
};

const ignoring: Loss = (outputs, targets) => crossEntropy(outputs, targets, { ignoreIndex: -100 });
/** What is known on the device alone: the targets are calculated. */
const onDevice: Loss = (outputs, targets) => ignoring(outputs, targets.add(0));

forEachBackend(() => {
  describe('accumulated batches make the step of one large batch', () => {
    it('with weights of classes', async () => {
      const data = examples(Int32Array.of(0, 2, 1, 2));
      const classWeights = [0.1, 1, 5];
      const whole = await weightsAfter(data, 4, { classWeights });
      expectClose(await weightsAfter(data, 2, { classWeights, accumulate: 2 }), whole);
      expectClose(await weightsAfter(data, 1, { classWeights, accumulate: 4 }), whole);
      const elsewhere: Loss = (outputs, targets, options?: object) =>
        crossEntropy(outputs, targets.add(0), options);
      expectClose(await weightsAfter(data, 1, { loss: elsewhere, classWeights, accumulate: 4 }), whole);
    });

    it('with tokens that are ignored, known on the host or on the device', async () => {
      const tokens = Int32Array.of(0, -100, 1, 2, 2, -100, -100, 1);
      const data = examples(tokens, [4, 2]);
      for (const loss of [ignoring, onDevice]) {
        const whole = await weightsAfter(data, 4, { loss });
        expectClose(await weightsAfter(data, 2, { loss, accumulate: 2 }), whole);
        expectClose(await weightsAfter(data, 1, { loss, accumulate: 4 }), whole);
      }
    });
  });

  it('a step without a target changes nothing', async () => {
    const [full, withEmpty] = [Int32Array.of(0, 2), Int32Array.of(0, 2, -100, -100)];
    for (const loss of [ignoring, onDevice]) {
      const train = async (targets: Int32Array): Promise<number[]> => {
        manualSeed(4);
        const model = new Sequential(new Linear(2, 3));
        const optimizer = new Adam(model.parameters(), { learningRate: 0.1, weightDecay: 0.1 });
        const callbacks = [new StopOnNaN({ everySteps: 1 })];
        const data = new DataLoader(examples(targets), { batchSize: 2 });
        const history = await fit(model, data, { loss, optimizer, callbacks, epochs: 3, progress: false });
        expect(history.stopped).toBe('completed');
        return [...(await model.parameters()[0]!.data()), ...history.epochs.map((epoch) => epoch.loss!)];
      };
      expectClose(await train(withEmpty), await train(full));
    }
    const weightless = { classWeights: [1, 1, 0] };
    expectClose(
      await weightsAfter(examples(Int32Array.of(0, 1, 2, 2)), 2, weightless),
      await weightsAfter(examples(Int32Array.of(0, 1)), 2, weightless),
    );
  });

  it('evaluation has the same numbers whatever the size of the batches', async () => {
    const data = examples(Int32Array.of(0, -100, 1, 2, -100, -100, -100, 1, 2, 2, 0, 1), [4, 3]);
    manualSeed(4);
    const model = new Sequential(new Linear(2, 3));
    const metrics = {
      accuracy: (outputs: Tensor, targets: Tensor) => accuracy(outputs, targets, { ignoreIndex: -100 }),
      perplexity: perplexity({ ignoreIndex: -100 }),
    };
    const found: Readonly<Record<string, number>>[] = [];
    for (const loss of [ignoring, onDevice]) {
      for (const batchSize of [1, 2, 3, 4])
        found.push(await evaluate(model, new DataLoader(data, { batchSize }), { loss, metrics }));
    }
    for (const { loss, accuracy, perplexity } of found) {
      expect(loss).toBeCloseTo(Math.log(perplexity!), 5);
      expect(accuracy).toBeCloseTo(found[0]!.accuracy!, 6);
    }
  });
});

describe('targets that JavaScript’s memory holds', () => {
  const train = (targets: Int32Array, loss: Loss = crossEntropy) =>
    weightsAfter(examples(targets), 4, { loss });

  it('are looked at before a step: classes count from 0', async () => {
    await expect(train(Int32Array.of(1, 2, 3, 1))).rejects.toThrow(
      '[crossEntropy] expected targets from 0 to 2, as there are 3 scores, got 3 (target 2 of 4). Classes are counted from 0: subtract 1 from labels that begin at 1, or give the model more outputs.',
    );
    await expect(train(Int32Array.of(1, -1, 0, 1))).rejects.toThrow(
      'got -1 (target 1 of 4). Pass { ignoreIndex: -1 } if it stands for padding.',
    );
    const logs: Loss = (outputs, targets) => nll(outputs.logSoftmax(), targets.reshape([-1]));
    await expect(train(Int32Array.of(3, 0, 0, 1), logs)).rejects.toBeInstanceOf(ArgumentError);
    await expect(train(Int32Array.of(2, -100, 0, 1), ignoring)).resolves.toHaveLength(6);
    const alone = (): Tensor => crossEntropy(tensor([[1, 2]]), tensor([5], { dtype: 'int32' }));
    expect(alone).toThrow('got 5 (target 0 of 1)'); // in tensors too, where they can be read at once
  });

  it('may be anything where they are no classes', async () => {
    const data = new ArrayDataset([
      hostArray(wave(4, 1), [4, 1]),
      hostArray(Int32Array.of(7, -3, 9, 2), [4, 1]),
    ]);
    const model = new Sequential(new Linear(1, 1));
    expect(await evaluate(model, new DataLoader(data), { loss: mse })).toHaveProperty('loss');
  });
});
