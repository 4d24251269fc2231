import { DTypeError, ShapeError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { grad, ones, tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossEntropy, mse, nll } from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const classes = (values: number[]) => tensor(values, { dtype: 'int32' });

describe('crossEntropy', () => {
  const logits = [
    [2, 0, -1],
    [0.5, 1.5, 1],
  ];
  const logSoftmax = (row: number[]) =>
    row.map((value) => value - Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)));
  const expected = [-logSoftmax(logits[0]!)[0]!, -logSoftmax(logits[1]!)[2]!];

  it('is the negative log probability of the class', async () => {
    const losses = await crossEntropy(tensor(logits), classes([0, 2]), { reduction: 'none' }).data();
    for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[i]!, 6);
    const mean = await crossEntropy(tensor(logits), classes([0, 2])).item();
    expect(mean).toBeCloseTo((expected[0]! + expected[1]!) / 2, 6);
    const sum = await crossEntropy(tensor(logits), classes([0, 2]), { reduction: 'sum' }).item();
    expect(sum).toBeCloseTo(expected[0]! + expected[1]!, 6);
  });

  it('takes probabilities too', async () => {
    const hard = await crossEntropy(tensor(logits), classes([0, 2])).item();
    const soft = await crossEntropy(
      tensor(logits),
      tensor([
        [1, 0, 0],
        [0, 0, 1],
      ]),
    ).item();
    expect(soft).toBeCloseTo(hard, 6);
  });

  it('has the gradient softmax - onehot, and its derivative', async () => {
    const x = tensor(logits, { requiresGrad: true });
    const [first] = grad(crossEntropy(x, classes([0, 2]), { reduction: 'sum' }), [x], { createGraph: true });
    const p = logits.map((row) => logSoftmax(row).map(Math.exp));
    const slopes = [p[0]![0]! - 1, p[0]![1]!, p[0]![2]!, p[1]![0]!, p[1]![1]!, p[1]![2]! - 1];
    for (const [i, value] of (await first.data()).entries()) expect(value).toBeCloseTo(slopes[i]!, 6);
    const [second] = grad(first.slice(0, 1).select(1, 0).sum(), [x]);
    const [q0, q1, q2] = p[0]!;
    const curvature = [q0! * (1 - q0!), -q0! * q1!, -q0! * q2!, 0, 0, 0];
    for (const [i, value] of (await second.data()).entries()) expect(value).toBeCloseTo(curvature[i]!, 6);
  });

  it('stays finite for logits far apart', async () => {
    expect(await crossEntropy(tensor([[1000, 0]]), classes([1])).item()).toBe(1000);
  });

  it('names a class that there is not where values need not be waited for, also of targets that were calculated', () => {
    expect(() => crossEntropy(ones([2, 3]), classes([0, 3]))).toThrow(
      '[crossEntropy] expected targets from 0 to 2, as there are 3 scores, got 3 (target 1 of 2).',
    );
    expect(() => nll(ones([2, 3]), classes([1, 2]).sub(2))).toThrow(
      '[nll] expected targets from 0 to 2, as there are 3 scores, got -1 (target 0 of 2). Pass { ignoreIndex: -1 } if it stands for padding.',
    );
  });

  it('names what does not fit', () => {
    const expectError = (
      call: () => unknown,
      kind: typeof ShapeError | typeof DTypeError,
      message: string,
    ) => {
      expect(call).toThrow(kind);
      expect(call).toThrow(message);
    };
    expectError(
      () => crossEntropy(ones([2, 3]), classes([0])),
      ShapeError,
      '[crossEntropy] expected logits [..., C] with targets [...] or [..., C], got [2, 3] and [1]. The classes are the last axis.',
    );
    expectError(
      () => crossEntropy(ones([2, 3]), ones([2])),
      DTypeError,
      "[crossEntropy] expected int32 targets, got float32. Use targets.cast('int32'), or Int32Array.from(targets) where they are made.",
    );
    expectError(
      () => crossEntropy(ones([2, 3]), ones([2, 4])),
      ShapeError,
      '[crossEntropy] expected logits [..., C] with targets [...] or [..., C], got [2, 3] and [2, 4]. The classes are the last axis.',
    );
    expect(() => crossEntropy(ones([2, 3]), classes([0, 1]), { reduction: 'max' as never })).toThrow(
      "[crossEntropy] expected reduction to be 'mean', 'sum' or 'none', got max.",
    );
  });
});

describe('mse', () => {
  it('is the mean of squares', async () => {
    expect(await mse(tensor([1, 2]), tensor([1, 4])).item()).toBe(2);
    expect(await mse(tensor([1, 2]), tensor([1, 4]), { reduction: 'sum' }).item()).toBe(4);
  });

  it('refuses to broadcast', () => {
    expect(() => mse(ones([2, 1]), ones([2]))).toThrow(
      "[mse] expected targets of the outputs' shape [2, 1], got [2]. Reshape the targets: broadcasting them would compare the wrong pairs.",
    );
  });
});
