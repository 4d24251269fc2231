import { describeBackend } from '@neurona/backend/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeQuantizedRows } from './testing/quantized-rows.js';
import { type SharedWork, shareWork } from './testing/share-work.js';
import { wasm } from './wasm.js';

describe('in a browser', () => describeBackend(wasm({ threads: 2 })));
describe('in a browser', () => describeQuantizedRows(() => wasm({ threads: 1 }).create()));

describe('threads in a browser', () => {
  afterEach(() => vi.unstubAllGlobals());

  const sum = 1_000_000 * Math.fround(Math.sin(2));
  const expectWork = ({ sums, description, helped }: SharedWork, threads: string, shared: boolean) => {
    for (const value of sums) expect(Math.abs(value / sum - 1)).toBeLessThan(1e-5);
    expect(description).toContain(threads);
    expect(helped).toBe(shared);
  };

  it('work for the page, which may not sleep', async () => {
    expect(crossOriginIsolated).toBe(true);
    expect(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0)).toThrow(TypeError);
    expectWork(await shareWork({ threads: 3 }), '3 threads', true);
  });

  it('work for a web worker', async () => {
    const worker = new Worker(new URL('./testing/sharing-worker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise<SharedWork>((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
    worker.terminate();
    expectWork(answer, '3 threads', true);
  });

  it('are as many as the browser has cores for', async () => {
    const cores = Math.min(8, navigator.hardwareConcurrency);
    const words = cores === 1 ? 'one thread' : `${cores} threads`;
    expect(await wasm().probe()).toMatchObject({ description: expect.stringContaining(words) });
  });

  it('need a page that is isolated from other origins', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    expectWork(await shareWork({ threads: 3 }), 'one thread', false);
  });

  it('are not missed where workers may not start', async () => {
    const Refused = class extends Worker {
      constructor() {
        super('data:text/html,no program');
      }
    };
    vi.stubGlobal('Worker', Refused);
    const backend = await wasm({ threads: 3 }).create();
    const { kernels } = backend;
    const x = kernels.fill([1000, 1000], 3, 'float32');
    expect((await backend.read(kernels.reduce('sum', x, [0, 1])))[0]).toBe(3_000_000);
    await vi.waitFor(() => expect(backend.description).toContain('one thread'), { timeout: 60_000 });
    expect((await backend.read(kernels.reduce('sum', x, [0, 1])))[0]).toBe(3_000_000);
    backend.dispose();
  });
});
