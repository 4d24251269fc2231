import { ArgumentError, ShapeError } from '@neurona/backend';
import { type Tensor, tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { Perceptron } from './perceptron.js';

const points = [
  [2.7810836, 2.550537003],
  [1.465489372, 2.362125076],
  [3.396561688, 4.400293529],
  [1.38807019, 1.850220317],
  [3.06407232, 3.005305973],
  [7.627531214, 2.759262235],
  [5.332441248, 2.088626775],
  [6.922596716, 1.77106367],
  [8.675418651, -0.242068655],
  [7.673756466, 3.508563011],
];
const classes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];

forEachBackend(() => {
  it('learns the ten points in two epochs, with the known weights', async () => {
    const unit = new Perceptron(2);
    const misclassified: number[] = [];
    for (let epoch = 0; epoch < 5; epoch++)
      misclassified.push(await unit.fitEpoch(points, classes, { learningRate: 0.1 }));
    expect(misclassified).toEqual([2, 1, 0, 0, 0]);
    expect(await unit.bias.item()).toBeCloseTo(-0.1, 6);
    const weight = await unit.weight.data();
    expect(weight[0]).toBeCloseTo(0.20653640140000007, 6);
    expect(weight[1]).toBeCloseTo(-0.23418117710000003, 6);
    expect([...(await unit.forward(tensor(points)).data())]).toEqual(classes);
    unit.dispose();
  });

  it('takes tensors of any number type and leaves nothing behind', async () => {
    const unit = new Perceptron(2);
    const x = tensor(points);
    const targets = tensor(classes, { dtype: 'int32' });
    await unit.fitEpoch(x, targets);
    const before = liveMemory();
    await unit.fitEpoch(x, targets);
    await unit.fitEpoch(points, classes);
    expect(liveMemory()).toEqual(before);
    for (const item of [unit, x, targets]) item.dispose();
  });

  it('answers 1 on the line itself, and scores any leading axes', async () => {
    const unit = new Perceptron(2);
    const x = tensor([[[0, 0]], [[1, 2]]]);
    expect(unit.score(x).shape).toEqual([2, 1]);
    expect([...(await unit.forward(x).data())]).toEqual([1, 1]);
  });
});

it('refuses what it cannot learn from', async () => {
  const unit = new Perceptron(2);
  const wrong = (x: number[][], targets: number[] | Tensor) => unit.fitEpoch(x, targets);
  await expect(wrong([[1, 2]], [-1])).rejects.toThrow(
    new ArgumentError('Perceptron.fitEpoch', {
      expected: 'classes 0 and 1',
      received: -1,
      where: 'target 0',
      hint: 'Write 0 in place of -1.',
    }),
  );
  await expect(wrong([[1, 2]], [2])).rejects.toThrow(
    'For more than two classes use a unit for each, or an MLP.',
  );
  await expect(wrong([[1, 2, 3]], [1])).rejects.toThrow(
    '[Perceptron.fitEpoch] expected one or more examples [N, 2], got [1, 3].',
  );
  await expect(wrong([[1, 2]], [1, 0])).rejects.toThrow(
    '[Perceptron.fitEpoch] expected a target for each of 1 examples, [1], got [2].',
  );
  await expect(wrong([[1, 2]], tensor([[1]]))).rejects.toThrow(ShapeError);
  await expect(unit.fitEpoch([[1, 2]], [1], { learningRate: 0 })).rejects.toThrow(
    '[Perceptron.fitEpoch] expected learningRate > 0, got 0.',
  );
  await expect(unit.fitEpoch([[1, 2]], [1], { lr: 0.1 } as never)).rejects.toThrow(
    'lr is called learningRate here.',
  );
  expect(() => unit.forward(tensor([1, 2, 3]))).toThrow(
    '[Perceptron] expected 2 features on the last axis, got 3 (x has shape [3]).',
  );
  expect(() => new Perceptron(0)).toThrow(
    '[Perceptron] expected inFeatures to be an integer of at least 1, got 0.',
  );
});
