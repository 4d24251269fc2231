import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  debugMemory,
  leakReport,
  memoryScope,
  ones,
  own,
  Parameter,
  scoped,
  type Tensor,
  tensor,
} from '../index.js';
import { liveMemory } from '../testing/index.js';

beforeAll(async () => {
  await useBackend(cpu());
});
afterEach(() => debugMemory(false));

describe('memoryScope', () => {
  it('frees everything made inside', () => {
    const before = liveMemory();
    {
      using _scope = memoryScope();
      tensor([1, 2, 3]).square().sum();
    }
    expect(liveMemory()).toEqual(before);
  });

  it('keeps what is kept, for the scope around it', async () => {
    const before = liveMemory();
    {
      using _outer = memoryScope();
      let kept: Tensor;
      {
        using inner = memoryScope();
        kept = inner.keep(tensor([1, 2]).add(1));
      }
      expect(await kept.data()).toEqual(Float32Array.of(2, 3));
    }
    expect(liveMemory()).toEqual(before);
  });

  it('keeps tensors of scopes inside, also when an error closes these', async () => {
    const before = liveMemory();
    const outside = tensor([9]);
    {
      using _around = memoryScope();
      let kept: Tensor | undefined;
      {
        using outer = memoryScope();
        const fail = () =>
          scoped(() => {
            kept = outer.keep(scoped(() => tensor([1, 2]).add(1)));
            outer.keep(outside);
            throw new Error('stop');
          });
        expect(fail).toThrow('stop');
      }
      expect(await kept!.data()).toEqual(Float32Array.of(2, 3));
    }
    expect(await outside.data()).toEqual(Float32Array.of(9));
    outside.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('frees on the way out of an error', () => {
    const before = liveMemory();
    expect(() => scoped(() => tensor([1]).add(tensor([1, 2]).reshape([3])))).toThrow('[reshape]');
    expect(liveMemory()).toEqual(before);
  });

  it('leaves parameters, gradients and owned tensors alone', async () => {
    const before = liveMemory();
    let weight: Parameter;
    let mine: Tensor;
    {
      using _scope = memoryScope();
      weight = new Parameter([1, 2]);
      mine = own(ones([2]));
      weight.mul(3).sum().backward();
    }
    expect(await weight.grad!.data()).toEqual(Float32Array.of(3, 3));
    expect(await mine.data()).toEqual(Float32Array.of(1, 1));
    weight.dispose(); // takes its gradient along
    mine.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('keeps what a kept loss needs for its gradient', async () => {
    const before = liveMemory();
    const x = tensor([1, 2], { requiresGrad: true });
    const loss = scoped(() => x.exp().mul(x).sum());
    loss.backward();
    expect(await x.grad!.data()).toEqual(Float32Array.of(2 * Math.E, 3 * Math.E ** 2));
    x.dispose();
    loss.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('frees the graph of what is never differentiated', () => {
    const before = liveMemory();
    const x = tensor([1, 2], { requiresGrad: true });
    const y = scoped(() => x.exp().tanh().sigmoid().sum());
    y.dispose();
    x.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('refuses to close out of order', () => {
    const outer = memoryScope();
    const inner = memoryScope();
    expect(() => outer[Symbol.dispose]()).toThrow(
      '[memoryScope] expected scopes to close in the reverse order of opening, got a scope closed while another, opened later, is open. Open scopes with `using`, and never await while one is open.',
    );
    inner[Symbol.dispose]();
    expect(tensor(1).scope).toBeUndefined(); // neither goes on collecting
    outer[Symbol.dispose]();
  });

  it('keeps tensors in maps, sets and what leads back to itself', async () => {
    const before = liveMemory();
    const result = scoped(() => {
      const loop: { map: Map<unknown, unknown>; self?: unknown } = {
        map: new Map<unknown, unknown>([
          ['values', [tensor([1]).add(1)]],
          [tensor([3]), new Set([{ inner: tensor([4]) }])],
        ]),
      };
      loop.self = loop;
      return loop;
    });
    const [[, [first]], [key, set]] = [...result.map] as [
      [string, [Tensor]],
      [Tensor, Set<{ inner: Tensor }>],
    ];
    const [{ inner }] = [...set] as [{ inner: Tensor }];
    expect([await first.item(), await key.item(), await inner.item()]).toEqual([2, 3, 4]);
    for (const kept of [first, key, inner]) kept.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('refuses asynchronous bodies', async () => {
    expect(() => scoped(async () => tensor(1))).toThrow(
      '[scoped] expected a function that returns at once, got an asynchronous one. Await outside of the scope.',
    );
  });
});

describe('a disposed tensor', () => {
  it('names itself and the way to keep it', async () => {
    const x = tensor([[1, 2]]);
    x.dispose();
    x.dispose(); // again is fine
    const message =
      '[Tensor] expected a tensor that is still there, got one that was freed (shape [1, 2], float32). Keep it with scope.keep(x), or use it before dispose() or the end of the scope it was made in.';
    expect(() => x.add(1)).toThrow(message);
    await expect(x.data()).rejects.toThrow(message);
    expect(String(x)).toBe('Tensor(shape=[1, 2], dtype=float32, disposed)');
  });

  it('leaves tensors that share its values whole', async () => {
    const x = tensor([1, 2]);
    const y = x.reshape([2, 1]);
    x.dispose();
    expect(await y.array()).toEqual([[1], [2]]);
    y.dispose();
  });
});

describe('leakReport', () => {
  it('names shape and place of what is alive', () => {
    debugMemory(true);
    const leaked = [tensor([1, 2]), tensor([1, 2])];
    const [line, ...rest] = leakReport().sort();
    expect(rest.length).toBeLessThanOrEqual(1); // two places, or one
    expect(line).toMatch(/^\d × float32 \[2\] made at .*scope\.test\.ts:\d+:\d+/);
    for (const x of leaked) x.dispose();
    expect(leakReport()).toEqual([]);
  });
});
