import { ArgumentError, currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  add,
  arange,
  deviceTensor,
  formatTensor,
  freeConstants,
  full,
  fullLike,
  isTensor,
  Parameter,
  sum,
  type Tensor,
  tensor,
  zeros,
} from './index.js';
import { forEachBackend } from './testing/index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('tensor', () => {
  it('takes numbers, booleans, nested and typed arrays', async () => {
    const cases: [made: Tensor, shape: number[], dtype: string][] = [
      [tensor(3), [], 'float32'],
      [tensor(true), [], 'bool'],
      [tensor([[1, 2, 3]]), [1, 3], 'float32'],
      [tensor([[[]], [[]]]), [2, 1, 0], 'float32'],
      [tensor([[true], [false]]), [2, 1], 'bool'],
      [tensor(Float64Array.of(1, 2)), [2], 'float32'],
      [tensor(Int32Array.of(1, 2)), [2], 'int32'],
      [tensor(Uint8Array.of(1, 200)), [2], 'int32'],
      [tensor(Uint8Array.of(1, 0), { dtype: 'bool' }), [2], 'bool'],
      [tensor(new Float32Array(6), { shape: [2, 3] }), [2, 3], 'float32'],
      [tensor([1.7, -1.7], { dtype: 'int32' }), [2], 'int32'],
      [tensor([Float32Array.of(1, 2), Float32Array.of(3, 4)]), [2, 2], 'float32'],
      [tensor([[true, 2]]), [1, 2], 'float32'],
      [tensor([[true], Int16Array.of(-5)]), [2, 1], 'int32'],
      [tensor([NaN, 0], { dtype: 'bool' }), [2], 'bool'],
    ];
    for (const [made, shape, dtype] of cases) {
      expect([made.shape, made.dtype, made.ndim, made.size]).toEqual([
        shape,
        dtype,
        shape.length,
        shape.reduce((product, size) => product * size, 1),
      ]);
    }
    expect(await cases[3]![0].array()).toEqual([[[]], [[]]]);
    expect(await cases[4]![0].array()).toEqual([[true], [false]]);
    expect(await cases[7]![0].array()).toEqual([1, 200]);
    expect(await cases[10]![0].array()).toEqual([1, -1]);
    expect(await cases[11]![0].array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await cases[12]![0].array()).toEqual([[1, 2]]);
    expect(await cases[13]![0].array()).toEqual([[1], [-5]]);
    expect(await cases[14]![0].array()).toEqual([true, false]);
    expect(await sum([true, 5]).item()).toBe(6);
  });

  it('takes a host array as the options of its own values only', async () => {
    const array = { values: Uint8Array.of(1, 0), shape: [1, 2], dtype: 'bool' } as const;
    expect(await tensor(array.values, array).array()).toEqual([[true, false]]);
    expect(() => tensor([1, 0], array)).toThrow('[tensor] expected options among dtype,');
  });

  it('keeps int32 exact, or says what does not fit', async () => {
    const expected = 'expected a number from -2147483648 to 2147483647 for dtype int32, got';
    const ints = tensor([2 ** 31 - 1, -(2 ** 31)], { dtype: 'int32' });
    expect(await ints.array()).toEqual([2147483647, -2147483648]);
    expect(() => tensor(Uint32Array.of(7, 4294967295))).toThrow(
      `[tensor] ${expected} 4294967295 (element 1). Use float32, or smaller numbers.`,
    );
    expect(() => tensor([NaN], { dtype: 'int32' })).toThrow(
      `[tensor] ${expected} NaN (element 0). Replace NaN first, or use float32.`,
    );
    for (const fails of [
      () => tensor([3e9], { dtype: 'int32' }),
      () => tensor([-Infinity], { dtype: 'int32' }),
      () => full([2], 2 ** 31, { dtype: 'int32' }),
      () => fullLike(ints, NaN),
      () => arange(2 ** 31 - 2, 2 ** 31 + 1, 1, { dtype: 'int32' }),
      () => ints.pad([[1, 1]], { value: 3e9 }),
    ]) {
      expect(fails).toThrow(ArgumentError);
      expect(fails).toThrow(expected);
    }
    const wide = ints.add(3e9); // a number that int32 can't hold makes it float32, as 0.5 does
    expect([wide.dtype, await wide.array()]).toEqual(['float32', [5147483648, 852516352]]);
  });

  it('refuses BigInts with what to do', () => {
    const message =
      'expected numbers, booleans, or arrays of them, got a BigInt. Convert them with Number, as in Int32Array.from(values, Number).';
    for (const values of [BigInt64Array.of(1n), new BigUint64Array(2), [1n], [[BigInt64Array.of(1n)]]]) {
      expect(() => tensor(values as never)).toThrow(`[tensor] ${message}`);
      expect(() => add(values as never, 1)).toThrow(`[add] ${message}`);
    }
  });

  it('names what is wrong with the values', () => {
    const ragged = 'expected nested arrays of equal lengths, got';
    expect(() => tensor([[1, 2], [3]])).toThrow(
      `[tensor] ${ragged} 2 and 1 side by side. Pad the shorter ones.`,
    );
    expect(() => tensor([[1], 2])).toThrow(
      `[tensor] ${ragged} 1 and a number side by side. Pad the shorter ones.`,
    );
    expect(() => tensor([1, [2]])).toThrow(
      `[tensor] ${ragged} a number and 1 side by side. Pad the shorter ones.`,
    );
    expect(() => tensor([1, 'two' as never])).toThrow(
      '[tensor] expected numbers, booleans, or arrays of them, got two.',
    );
    expect(() => tensor([1, 2, 3], { shape: [2] })).toThrow(
      '[tensor] expected 2 values for shape [2], got 3.',
    );
    expect(() => tensor([1], { shape: [-1] })).toThrow(
      '[tensor] expected a shape of whole sizes that are at least 0, got [-1].',
    );
    expect(() => tensor(tensor(1) as never)).toThrow(
      '[tensor] expected numbers, got a tensor. Use x.clone() for a copy, or x.detach() for the same values without history.',
    );
    expect(() => zeros([1.5])).toThrow(
      '[full] expected a shape of whole sizes that are at least 0, got [1.5].',
    );
  });

  it('holds on to no array that it was made from', async () => {
    const values = Float32Array.of(1, 2);
    const x = tensor(values);
    values[0] = 9;
    expect(await x.array()).toEqual([1, 2]);
    (await x.data())[0] = 7;
    expect(await x.array()).toEqual([1, 2]);
  });
});

describe('deviceTensor', () => {
  it('owns an array of kernels, and refuses a tensor, which owns its memory already', async () => {
    const backend = currentBackend();
    expect(await deviceTensor(backend.kernels.fill([2], 7, 'float32')).array()).toEqual([7, 7]);
    expect(() => deviceTensor(zeros([2]))).toThrow(
      '[deviceTensor] expected an array of kernels, got a tensor. It owns its memory: use it as it is, or x.clone().',
    );
  });
});

describe('item', () => {
  it('gives the one value, whatever the shape', async () => {
    expect(await tensor([[3]]).item()).toBe(3);
    expect(await tensor(true).item()).toBe(1);
  });

  it('refuses several', async () => {
    await expect(tensor([1, 2]).item()).rejects.toThrow(
      '[item] expected a tensor with one value, got 2 values (shape [2]). Use data() or array(), or reduce it first, as with mean().',
    );
  });
});

describe('printing', () => {
  it('shows shape, dtype, backend and history', () => {
    expect(String(tensor([[1, 2]]))).toBe('Tensor(shape=[1, 2], dtype=float32, backend=cpu)');
    const x = tensor(1, { requiresGrad: true });
    expect(String(x)).toBe('Tensor(shape=[], dtype=float32, backend=cpu, requiresGrad)');
    expect(String(x.mul(2))).toBe('Tensor(shape=[], dtype=float32, backend=cpu, gradFn=mul)');
  });

  it('shows a tensor of a backend that was disposed of', async () => {
    const { inspect } = await import('node:util');
    const backend = await cpu().create();
    const x = tensor([1], { backend });
    backend.dispose();
    expect(inspect({ x })).toBe('{ x: Tensor(shape=[1], dtype=float32, backend=cpu) }');
  });

  it('lays values out as NumPy does', async () => {
    const cases: [x: Tensor, text: string][] = [
      [tensor(2.5), 'tensor(2.5000)'],
      [tensor([]), 'tensor([])'],
      [tensor([1, -20, 3], { dtype: 'int32' }), 'tensor([  1, -20,   3], dtype=int32)'],
      [tensor([true, false]), 'tensor([ true, false], dtype=bool)'],
      [tensor([Number.NaN, Infinity, -1]), 'tensor([    nan,     inf, -1.0000])'],
      [tensor([1e-6, 1]), 'tensor([1.0000e-6, 1.0000e+0])'],
      [
        tensor([
          [[1], [2]],
          [[3], [4]],
        ]),
        'tensor([[[1.0000],\n         [2.0000]],\n\n        [[3.0000],\n         [4.0000]]])',
      ],
      [tensor([[], []]), 'tensor([[],\n        []])'],
      [full([2000], 0), 'tensor([0.0000, 0.0000, 0.0000, ..., 0.0000, 0.0000, 0.0000])'],
    ];
    for (const [x, text] of cases) expect(await formatTensor(x)).toBe(text);
  });

  it('prints to the console', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await tensor([1]).print();
    expect(log).toHaveBeenCalledWith('tensor([1.0000])');
    log.mockRestore();
  });
});

describe('numbers in operations', () => {
  it('take the dtype of the tensor where it can hold them', () => {
    const x = tensor([1, 2], { dtype: 'int32' });
    expect([x.add(1).dtype, x.add(1.5).dtype, x.div(2).dtype, tensor([true]).add(1).dtype]).toEqual([
      'int32',
      'float32',
      'float32',
      'int32',
    ]);
  });

  it('are remembered, but not without bound', () => {
    freeConstants();
    const before = currentBackend().memory().buffers;
    const x = tensor([1]);
    for (let i = 0; i < 500; i++) x.add(i).dispose();
    expect(currentBackend().memory().buffers - before).toBe(1 + 64);
    x.dispose();
    freeConstants();
    expect(currentBackend().memory().buffers).toBe(before);
  });

  it('keep the sign of zero', async () => {
    const x = tensor([1]);
    expect(await x.div(0).item()).toBe(Infinity);
    expect(await x.div(-0).item()).toBe(-Infinity);
  });
});

describe('Parameter', () => {
  it('copies, requires a gradient and can be overwritten', async () => {
    const initial = tensor([1, 2]);
    const weight = new Parameter(initial);
    initial.dispose();
    expect([weight.requiresGrad, weight.isLeaf, isTensor(weight)]).toEqual([true, true, true]);
    weight.set([3, 4]);
    expect(await weight.array()).toEqual([3, 4]);
    expect(() => weight.set([1])).toThrow('[Parameter.set] expected shape [2], got [1].');
  });

  it('does not share a remembered number', async () => {
    const weight = new Parameter(1);
    weight.set(5);
    expect(await tensor([1]).mul(1).item()).toBe(1);
  });
});

describe('in the console', () => {
  forEachBackend((name) => {
    it('shows values in the console where they can be had at once, and nothing internal', async () => {
      const { inspect } = await import('node:util');
      const x = tensor([1, -2], { requiresGrad: true });
      const whole = tensor([[true], [false]]);
      const texts = [x, x.mul(2), whole, new Parameter([3])].map((item) => inspect(item));
      const expected = [
        'tensor([ 1.0000, -2.0000], requiresGrad)',
        'tensor([ 2.0000, -4.0000], gradFn=mul)',
        'tensor([[ true],\n        [false]], dtype=bool)',
        'tensor([3.0000], requiresGrad)',
      ];
      expect(texts).toEqual(
        name === 'webgpu' ? [x, x.mul(2), whole, new Parameter([3])].map(String) : expected,
      );
      x.dispose();
      expect(inspect(x)).toBe('Tensor(shape=[2], dtype=float32, disposed, requiresGrad)');
    });
  });
});
