import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { bceWithLogits, Linear } from '@neurona/layers';
import {
  gelu,
  leakyRelu,
  manualSeed,
  relu,
  scoped,
  sigmoid,
  type Tensor,
  tanh,
  tensor,
} from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { type Bend, passOf, stepped } from './pass.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const tensorBends: Readonly<Partial<Record<Bend, (x: Tensor) => Tensor>>> = {
  tanh,
  relu,
  leakyReLU: (x) => leakyRelu(x, { negativeSlope: 0.1 }),
  gelu: (x) => gelu(x),
  sigmoid,
  identity: (x) => x,
};

const numbersOf = async ({ weight, bias }: { weight: Tensor; bias: Tensor }) => ({
  weight: (await weight.array()) as number[][],
  bias: Array.from(await bias.data()),
});

it.each(Object.keys(tensorBends) as Bend[])('agrees with tensors forward and backward: %s', async (bend) => {
  manualSeed(4);
  const linears = [new Linear(2, 3), new Linear(3, 2), new Linear(2, 1)];
  const layers = await Promise.all(linears.map(({ weight, bias }) => numbersOf({ weight, bias: bias! })));
  const x = [0.7, -1.2];
  const pass = passOf({ layers, bends: [bend, bend, 'sigmoid'] }, x, 1);
  const loss = scoped(() => {
    const bent = tensorBends[bend]!;
    const [first, second, third] = linears as [Linear, Linear, Linear];
    const z = third.forward(bent(second.forward(bent(first.forward(tensor([x]))))));
    const loss = bceWithLogits(z, tensor([[1]]));
    loss.backward();
    return loss.detach();
  });
  expect(pass.loss).toBeCloseTo(await loss.item(), 4);
  for (const [l, { weight, bias }] of linears.entries()) {
    const gradient = await numbersOf({ weight: weight.grad!, bias: bias!.grad! });
    gradient.bias.forEach((value, i) => {
      expect(pass.gradients[l]!.bias[i]).toBeCloseTo(value, 4);
    });
    gradient.weight.flat().forEach((value, i) => {
      expect(pass.gradients[l]!.weight.flat()[i]).toBeCloseTo(value, 4);
    });
  }
});

it('is the perceptron rule where the output is a step', () => {
  const layers = [{ weight: [[0.5], [-1]], bias: [0.2] }];
  const pass = passOf({ layers, bends: ['step'] }, [1, 2], 1);
  expect([pass.sums[0]![0], pass.answer, pass.loss]).toEqual([-1.3, 0, 1]);
  expect(stepped(layers, pass, 0.1)[0]!.weight).toEqual([[0.6], [-0.8]]);
  expect(stepped(layers, pass, 0.1)[0]!.bias[0]).toBeCloseTo(0.3, 12);
});
