import type { Backend, ConvGeometry, DeviceArray } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { DerivedBlocks } from './derived-blocks.js';
import { Heap } from './heap.js';
import { WasmBuffer, type WasmRuntime } from './runtime.js';
import { floats, numbers, startBackend } from './testing/arrays.js';

const geometryOf = (stride: number): ConvGeometry => ({
  inputShape: [1, 12, 12, 16],
  outputShape: [1, 12 / stride, 12 / stride, 24],
  kernelSize: [3, 3],
  stride: [stride, stride],
  dilation: [1, 1],
  padding: { top: 1, bottom: stride === 1 ? 1 : 0, left: 1, right: stride === 1 ? 1 : 0 },
  groups: 1,
});

const changes: Record<string, (backend: Backend, w: DeviceArray, other: DeviceArray) => void> = {
  assigning: (backend, w, other) => backend.assign(w, other),
  'an optimizer step': (backend, w, other) =>
    backend.kernels.sgdStep!(
      { params: [w], grads: [other], state: { momentum: [] } },
      {
        learningRate: 1,
        momentum: 0,
        dampening: 0,
        weightDecay: 0,
        nesterov: false,
        maximize: false,
        first: true,
      },
    ),
};

describe('a kernel that is used again', () => {
  const cases = [1, 2].flatMap((stride) => Object.keys(changes).map((change) => [stride, change] as const));

  it.each(cases)(
    'gives the same bits, and new ones after a change: stride %d, %s',
    async (stride, change) => {
      const backend = await startBackend({ threads: 1 });
      const next = numbers(7);
      const [x, w, other] = [
        [1, 12, 12, 16],
        [3, 3, 16, 24],
        [3, 3, 16, 24],
      ].map((shape) => floats(backend, shape, next).array) as [DeviceArray, DeviceArray, DeviceArray];
      const convolve = (kernel: DeviceArray) =>
        backend.read(backend.kernels.conv2d(x, kernel, geometryOf(stride)));
      const first = await convolve(w);
      for (let i = 0; i < 5; i++) expect(await convolve(w)).toEqual(first);
      changes[change]!(backend, w, other);
      const fresh = await convolve(backend.kernels.copy(w));
      expect(fresh).not.toEqual(first);
      for (let i = 0; i < 5; i++) expect(await convolve(w)).toEqual(fresh);
    },
  );
});

describe('derived blocks', () => {
  const heapOf = (maximum: number) => new Heap(new WebAssembly.Memory({ initial: 1, maximum }), 0);
  const bufferOf = () => new WasmBuffer({} as WasmRuntime, 64, 4);
  const fail = () => expect.fail('computed again');

  it('are computed in the third call, and kept until the elements change', () => {
    const blocks = new DerivedBlocks(heapOf(64));
    const buffer = bufferOf();
    const computed: number[] = [];
    const find = () => blocks.find(buffer, 'packed', 1000, (at) => computed.push(at));
    expect([find(), find()]).toEqual([undefined, undefined]);
    const at = find();
    expect(computed).toEqual([at]);
    expect(blocks.find(buffer, 'packed', 1000, fail)).toBe(at);
    blocks.forget(buffer);
    expect([find(), find()]).toEqual([undefined, undefined]);
    expect(find()).toBe(at); // its memory had been freed
    expect(blocks.clear()).toBe(true);
    expect(blocks.clear()).toBe(false);
    expect(find()).toBeUndefined();
  });

  it('are not kept where memory is short', () => {
    const blocks = new DerivedBlocks(heapOf(2));
    const buffer = bufferOf();
    for (let i = 0; i < 5; i++) expect(blocks.find(buffer, 'packed', 1_000_000, fail)).toBeUndefined();
  });
});
