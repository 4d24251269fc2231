import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkpoint,
  defineFunction,
  grad,
  hessian,
  jacobian,
  jvp,
  noGrad,
  ones,
  Parameter,
  tensor,
  vjp,
} from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('backward', () => {
  it('gives 75 for x³ at 5', async () => {
    const x = tensor(5, { requiresGrad: true });
    x.pow(3).backward();
    expect(await x.grad!.item()).toBe(75);
  });

  it('adds up over uses and over calls', async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    x.mul(x).add(x).sum().backward();
    expect(await x.grad!.array()).toEqual([3, 5]);
    x.sum().backward();
    expect(await x.grad!.array()).toEqual([4, 6]);
  });

  it('leaves a gradient that somebody holds there, with the sum in it', async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = tensor([0, 0], { requiresGrad: true });
    x.add(y).sum().backward(); // both gradients are the same ones
    const held = x.grad!;
    const doubled = held.mul(2);
    x.mul(3).sum().backward();
    expect(x.grad).toBe(held);
    expect(await held.array()).toEqual([4, 4]);
    expect(await doubled.array()).toEqual([2, 2]);
    expect(await y.grad!.array()).toEqual([1, 1]);
  });

  it('leaves a held gradient that has a graph of its own as it was', async () => {
    const x = tensor(2, { requiresGrad: true });
    x.pow(3).backward(undefined, { createGraph: true });
    const held = x.grad!;
    x.pow(3).backward();
    expect([await held.item(), await x.grad!.item()]).toEqual([12, 24]);
  });

  it('sums over axes that were broadcast', async () => {
    const bias = tensor([1, 2], { requiresGrad: true });
    const x = tensor([[1], [2], [3]], { requiresGrad: true });
    x.mul(bias).sum().backward();
    expect(await bias.grad!.array()).toEqual([6, 6]);
    expect(await x.grad!.array()).toEqual([[3], [3], [3]]);
  });

  it('keeps the gradient of an inner tensor on request', async () => {
    const x = tensor(2, { requiresGrad: true });
    const y = x.square().retainGrad();
    y.mul(3).backward();
    expect(await y.grad!.item()).toBe(3);
    expect(await x.grad!.item()).toBe(12);
  });

  it('tells of each gradient when it is complete, last used first', async () => {
    const [first, shared, last] = [1, 2, 3].map((value) => new Parameter([value]));
    const seen: [number, number][] = [];
    const y = shared!.mul(first!.square()).exp().mul(0).add(shared!).mul(last!).sum();
    const names = [first, shared, last];
    const ready: Promise<void>[] = [];
    y.backward({
      onGradient(leaf) {
        ready.push(
          leaf.grad!.item().then((value) => void seen.push([names.indexOf(leaf as Parameter), value])),
        );
      },
    });
    await Promise.all(ready);
    expect(seen).toEqual([
      [2, 2],
      [1, 3],
      [0, 0],
    ]);
  });

  it('stops at detach and in noGrad', async () => {
    const x = tensor(2, { requiresGrad: true });
    expect(x.detach().mul(2).requiresGrad).toBe(false);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    x.mul(x.detach()).backward();
    expect(await x.grad!.item()).toBe(2);
  });

  it('goes through a chain of ten thousand operations', async () => {
    const x = tensor(1, { requiresGrad: true });
    let y = x.add(0);
    for (let i = 0; i < 10_000; i++) y = y.add(0);
    y.backward();
    expect(await x.grad!.item()).toBe(1);
  });

  it('asks for a gradient where the output is not one number', () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(() => x.mul(2).backward()).toThrow(
      '[backward] expected a gradient for an output of more than one value, got none (the output has shape [2]). Reduce the output to a number, as with mean(), or pass a gradient of its shape.',
    );
    expect(() => x.mul(2).backward(ones([3]))).toThrow(
      '[backward] expected a gradient of shape [2], got [3].',
    );
  });

  it('runs twice only with retainGraph', async () => {
    const x = tensor(3, { requiresGrad: true });
    const y = x.square();
    y.backward({ retainGraph: true }); // as the error says, without a gradient before it
    y.backward();
    expect(await x.grad!.item()).toBe(12);
    expect(() => y.backward()).toThrow(
      '[backward] expected a graph that was not used yet, got one whose saved values are freed (square). Pass { retainGraph: true } to the first backward(), or run the forward pass again.',
    );
  });

  it('refuses an output without a graph', () => {
    expect(() => tensor(1).backward()).toThrow(
      '[backward] expected an output that was recorded, got Tensor(shape=[], dtype=float32, backend=cpu). Make an input with { requiresGrad: true }, or unfreeze() some of the model, and compute outside of noGrad().',
    );
  });

  it('refuses values that changed since', () => {
    const weight = new Parameter([1, 2]);
    const loss = weight.square().sum();
    weight.set([3, 4]);
    expect(() => loss.backward()).toThrow(
      '[square] expected saved values that are as they were in the forward pass, got values changed in place since (a tensor of shape [2]). Call backward() before optimizer.step(), or run the forward pass again.',
    );
  });

  it('refuses gradients of integers', () => {
    expect(() => tensor([1], { dtype: 'int32', requiresGrad: true })).toThrow(
      '[requiresGrad] expected a float32 tensor, got int32.',
    );
  });

  it('refuses tensors of two backends', async () => {
    const here = tensor([1, 2]);
    const before = here.backend;
    const other = await useBackend(wasm());
    const there = tensor([1, 2]);
    await useBackend({ name: 'cpu', probe: cpu().probe, create: async () => before });
    expect(() => here.add(there)).toThrow(
      '[add] expected tensors of one backend, got cpu and wasm (input 0 has shape [2], input 1 has shape [2]). Choose the backend once, before making tensors, or copy the values: tensor(await x.array()).',
    );
    other.dispose();
  });
});

describe('grad', () => {
  it('gives derivatives of every order', async () => {
    const x = tensor(2, { requiresGrad: true });
    let y = x.pow(5);
    const orders: number[] = [];
    for (let i = 0; i < 4; i++) {
      [y] = grad(y, [x], { createGraph: true });
      orders.push(await y.item());
    }
    expect(orders).toEqual([80, 160, 240, 240]);
  });

  it('leaves leaves alone', () => {
    const x = tensor(2, { requiresGrad: true });
    grad(x.square(), [x]);
    expect(x.grad).toBeUndefined();
  });

  it('differentiates with respect to an inner tensor', async () => {
    const x = tensor(2, { requiresGrad: true });
    const y = x.square();
    const [dy] = grad(y.pow(2), [y]);
    expect(await dy.item()).toBe(8);
  });

  it('names an input that plays no part', () => {
    const x = tensor(2, { requiresGrad: true });
    const unused = tensor([1, 2], { requiresGrad: true });
    expect(() => grad(x.square(), [x, unused])).toThrow(
      "[grad] expected outputs that depend on every input, got input 1, which they don't depend on (shape [2]). Pass { allowUnused: true } to get undefined for it.",
    );
    expect(grad(x.square(), [unused], { allowUnused: true })[0]).toBeUndefined();
  });
});

describe('functional derivatives', () => {
  it('vjp and jvp are transposes of each other', async () => {
    const x = tensor([0.5, -1, 2]);
    const u = tensor([1, 2, 3]);
    const v = tensor([0.3, -0.7, 1.1]);
    const f = (t: typeof x) => t.tanh().mul(t.sum());
    const { grads } = vjp(f, [x], u);
    const { tangent } = jvp(f, [x], [v]);
    const left = await grads[0]!.mul(v).sum().item();
    const right = await tangent.mul(u).sum().item();
    expect(left).toBeCloseTo(right, 5);
  });

  it('jacobian and hessian', async () => {
    expect(await jacobian((x) => x.square(), tensor([1, 2])).array()).toEqual([
      [2, 0],
      [0, 4],
    ]);
    expect(await hessian((x) => x.prod().add(x.square().sum()), tensor([2, 3])).array()).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(() => hessian((x) => x.square(), tensor([1, 2]))).toThrow(
      '[hessian] expected a function that returns one number, got one that returns shape [2]. Use jacobian of a gradient, or reduce the output with sum().',
    );
  });

  it("uses a function's own derivative, also twice", async () => {
    const cube = defineFunction({
      name: 'cube',
      forward: (x) => ({ output: x.pow(3), saved: [x] }),
      backward: ([x], gradient) => [gradient.mul(x!.square().mul(3))],
    });
    const x = tensor(2, { requiresGrad: true });
    const [first] = grad(cube(x), [x], { createGraph: true });
    const [second] = grad(first, [x]);
    expect([await first.item(), await second.item()]).toEqual([12, 12]);
    const wrong = defineFunction({
      name: 'wrong',
      forward: (y) => ({ output: y.mul(1) }),
      backward: () => [ones([3])],
    });
    expect(() => wrong(x).backward()).toThrow(
      '[wrong] expected a gradient of shape [] for input 0, got [3].',
    );
    const bare = defineFunction({
      name: 'bare',
      forward: (y) => ({ output: y.mul(1) }),
      backward: () => ones([]) as never,
    });
    expect(() => bare(x).backward()).toThrow(
      '[bare] expected backward to return an array of 1 gradients, one for each input, got an instance of',
    );
  });

  it('checkpoint gives the same gradients, also of what the function uses', async () => {
    const weight = new Parameter([2, 3]);
    const run = async (through: boolean) => {
      const x = tensor([1, 2], { requiresGrad: true });
      weight.grad = undefined;
      const f = (v: typeof x) => v.mul(weight).exp().sum();
      (through ? checkpoint(f, x) : f(x)).backward();
      return [await x.grad!.array(), await weight.grad!.array()];
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it('checkpoint gives the gradients of what the function uses when its inputs have none', async () => {
    const weight = new Parameter([2, 3]);
    checkpoint((v) => v.mul(weight).sum(), tensor([1, 2])).backward();
    expect(await weight.grad!.data()).toEqual(Float32Array.of(1, 2));
    checkpoint((v) => v.sum(), tensor([1, 2])).backward(); // nothing to learn, nothing to fail
  });
});
