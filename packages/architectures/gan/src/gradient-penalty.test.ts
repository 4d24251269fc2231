import { conv2d, Generator, own, Parameter, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { gradientPenalty, r1Penalty } from './gradient-penalty.js';

const waves = (shape: readonly number[], start: number, factor = 1): number[] =>
  Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => factor * Math.sin(start + i + 1));

/** A convolution, tanh and a linear map, of weights by a formula. */
function convolutional(): { critic: (x: Tensor) => Tensor; x: Tensor; w1: Parameter; w2: Parameter } {
  const w1 = new Parameter(tensor(waves([3, 3, 2, 3], 0.1, 0.5), { shape: [3, 3, 2, 3] }));
  const w2 = new Parameter(tensor(waves([12, 1], 0.3), { shape: [12, 1] }));
  const x = tensor(waves([2, 5, 5, 2], 0.5), { shape: [2, 5, 5, 2] });
  return { critic: (x) => conv2d(x, w1, undefined, { stride: 2 }).tanh().flatten(1).matmul(w2), x, w1, w2 };
}

forEachBackend(() => {
  // of real and fake examples that are equal, x̂ is the example whatever ε is
  it.each([
    [
      'the gradient penalty',
      (critic: (x: Tensor) => Tensor, x: Tensor) => gradientPenalty(critic, x, x),
      4.199938230798104,
      [2.022547029448971, 2.085565769181618, 0.04824402597548828, -2.3936430584059734],
      [1.5341115234795728, 2.0837004240098604, 0.7270312944928611],
      56.29438212275667,
    ],
    [
      'R1',
      (critic: (x: Tensor) => Tensor, x: Tensor) => r1Penalty(critic, x),
      4.6493440110508235,
      [1.5047294760479253, 1.551612209107624, 0.035889832857544796, -1.7808138413168653],
      [1.1413438037987267, 1.5502262771563962, 0.5408948799679331],
      41.88171741824652,
    ],
  ] as const)(
    'has the value and the second derivatives of %s in PyTorch',
    async (_, penaltyOf, value, atW1, atW2, sum) => {
      const { critic, x, w1, w2 } = convolutional();
      const penalty = penaltyOf(critic, x);
      penalty.backward();
      expectClose([await penalty.item()], [value]);
      expectClose((await w1.grad!.data()).slice(0, 4), atW1);
      expectClose((await w2.grad!.data()).slice(0, 3), atW2);
      expectClose([await w1.grad!.abs().sum().item()], [sum]);
    },
  );

  it('looks at places between a real and a fake example, another share for each', async () => {
    const seen: Tensor[] = [];
    const critic = (x: Tensor): Tensor => {
      seen.push(own(x.detach()));
      return x.square().sum({ axis: 1 }).div(2); // its slope at x is x
    };
    const [real, fake] = [tensor([[1], [1], [1]]), tensor([[3], [3], [3]])];
    const penalty = await gradientPenalty(critic, real, fake, new Generator(1)).item();
    const places = [...(await seen[0]!.data())];
    expect(new Set(places).size).toBe(3);
    expect(places.every((place) => place > 1 && place < 3)).toBe(true);
    expect(penalty).toBeCloseTo(places.reduce((sum, x) => sum + (x - 1) ** 2, 0) / 3, 5);
  });

  it('has a gradient also where the critic is flat', async () => {
    const weight = new Parameter([[0], [0]]);
    gradientPenalty((x) => x.matmul(weight), tensor([[1, 2]]), tensor([[3, 4]])).backward();
    expect([...(await weight.grad!.data())].every(Number.isFinite)).toBe(true);
  });

  it('says what is wrong', () => {
    expect(() => gradientPenalty((x) => x.sum(), tensor([[1]]), tensor([[1], [2]]))).toThrow(
      '[gradientPenalty] expected as many fake examples as real ones, [1, 1], got [2, 1].',
    );
    expect(() => r1Penalty((x) => x.detach().sum(), tensor([[1]]))).toThrow(
      '[r1Penalty] expected scores that depend on the examples, got scores without a graph.',
    );
  });
});
