import type { Backend, DeviceArray } from '@neurona/backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../testing/arrays.js';
import { threadedCalls } from '../testing/threaded-calls.js';
import { poolOf, startThreads } from '../testing/threads.js';

/** The bits of what a call gives. */
async function bitsOf(backend: Backend, arrays: readonly DeviceArray[]): Promise<Uint8Array[]> {
  const values = await Promise.all(arrays.map((array) => backend.read(array)));
  for (const array of new Set(arrays)) backend.free(array);
  return values.map((x) => new Uint8Array(x.buffer));
}

describe('threads', () => {
  const backends: Backend[] = [];

  beforeAll(async () => {
    backends.push(await startBackend({ threads: 1 }));
    backends.push(await startThreads({ threads: 2 }));
    backends.push(await startThreads({ threads: 3 }));
  });
  afterAll(() => {
    for (const backend of backends) backend.dispose();
  });

  it('have done a part of the work', async () => {
    for (const backend of backends.slice(1)) {
      const pool = poolOf(backend)!;
      const x = backend.kernels.fill([1_000_000], 2, 'float32');
      while (pool.taken === 0) {
        pool.forgive();
        backend.free(backend.kernels.unary('sin', x));
      }
      expect(pool.taken).toBeGreaterThan(0);
    }
  });

  it.each(Object.entries(threadedCalls))('give the same bits in any number: %s', async (name, call) => {
    const expected = await bitsOf(backends[0]!, call(backends[0]!));
    for (const backend of backends.slice(1)) {
      const pool = poolOf(backend)!;
      pool.forgive();
      const before = pool.offered;
      const actual = await bitsOf(backend, call(backend));
      if (!name.includes('(alone)')) expect(pool.offered).toBeGreaterThan(before);
      expect(actual.length).toBe(expected.length);
      actual.forEach((bits, i) => {
        expect(Buffer.compare(bits, expected[i]!), `result ${i} of ${backend.description}`).toBe(0);
      });
    }
  });
});
