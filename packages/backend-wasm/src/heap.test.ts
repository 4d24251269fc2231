import { BackendError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.js';
import { numbers } from './testing/arrays.js';

const heapOf = (pages: number, maximum: number): Heap =>
  new Heap(new WebAssembly.Memory({ initial: pages, maximum }), 1000);

describe('heap', () => {
  it('gives blocks that are aligned, apart, and inside memory, however they are allocated and freed', () => {
    const heap = heapOf(1, 4096);
    const next = numbers(3);
    const live: { address: number; bytes: number }[] = [];
    for (let i = 0; i < 3000; i++) {
      if (live.length > 40 || (live.length > 0 && next() > 0.1)) {
        const index = Math.floor(((next() + 1) / 2) * live.length) % live.length;
        const [block] = live.splice(index, 1);
        heap.free(block!.address, block!.bytes);
        continue;
      }
      const bytes = Math.floor(10 ** (3 * next() + 3));
      const block = { address: heap.allocate(bytes), bytes };
      expect(block.address % 64).toBe(0);
      expect(block.address).toBeGreaterThanOrEqual(1000);
      expect(block.address + bytes + 16).toBeLessThanOrEqual(heap.memory.buffer.byteLength);
      for (const other of live) {
        const apart = block.address + bytes <= other.address || other.address + other.bytes <= block.address;
        expect(apart).toBe(true);
      }
      live.push(block);
    }
  });

  it('uses freed memory again: a cycle of allocations does not grow it', () => {
    const heap = heapOf(1, 65536);
    const cycle = () => {
      const sizes = [10, 4000, 40_000, 1_000_000, 70, 300_000];
      const blocks = sizes.map((bytes) => ({ bytes, address: heap.allocate(bytes) }));
      for (const { address, bytes } of blocks) heap.free(address, bytes);
    };
    cycle();
    const before = heap.memory.buffer.byteLength;
    for (let i = 0; i < 1000; i++) cycle();
    expect(heap.memory.buffer.byteLength).toBe(before);
  });

  it('merges freed neighbours to one block', () => {
    const heap = heapOf(300, 300);
    const bytes = 1_000_000;
    const blocks = Array.from({ length: 18 }, () => heap.allocate(bytes));
    for (const i of [3, 1, 2, 0, 17, 15, 16, ...Array.from({ length: 11 }, (_, j) => 4 + j)])
      heap.free(blocks[i]!, bytes);
    expect(heap.allocate(18 * bytes)).toBeGreaterThan(0);
  });

  it('makes new views when memory grows', () => {
    const heap = heapOf(1, 4096);
    const at = heap.allocate(8);
    heap.f32[at / 4] = 3;
    heap.allocate(10_000_000);
    expect(heap.f32[at / 4]).toBe(3);
    expect(heap.u8.length).toBe(heap.memory.buffer.byteLength);
  });

  it('says so when memory is used up', () => {
    const heap = heapOf(4, 8);
    expect(() => heap.allocate(1_000_000)).toThrow(BackendError);
    expect(() => heap.allocate(1_000_000)).toThrow(
      '[wasm] expected 1000064 bytes of free memory, got none, with 262144 bytes in use or in pieces. ' +
        'Free tensors that are no longer needed (memoryScope, dispose), or make the batch smaller.',
    );
  });
});
