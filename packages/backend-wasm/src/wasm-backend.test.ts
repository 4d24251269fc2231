import { afterEach, describe, expect, it, vi } from 'vitest';
import { arrayOf, startBackend, valuesOf, variants } from './testing/arrays.js';
import { wasm } from './wasm.js';

describe.each(variants)('the backend with %s', (name, options) => {
  it('says what it runs on', async () => {
    const one = await startBackend({ ...options, threads: 1 });
    expect(one.description).toBe(`WebAssembly ${name}, one thread`);
    const three = await startBackend({ ...options, threads: 3 });
    expect(three.description).toBe(`WebAssembly ${name}, 3 threads`);
    three.dispose();
    expect(three.description).toBe(`WebAssembly ${name}, one thread`);
  });

  it('refuses arrays that were freed', async () => {
    const backend = await startBackend(options);
    const x = arrayOf(backend, [1, 2, 3]);
    backend.free(x);
    expect(() => backend.kernels.unary('neg', x)).toThrow(
      '[wasm] expected an array that lives on this backend, got one that was freed.',
    );
    expect(() => backend.free(x)).toThrow('got one that was freed');
  });

  it("refuses another backend's arrays", async () => {
    const [backend, other] = await Promise.all([startBackend(options), startBackend(options)]);
    const x = arrayOf(other, [1, 2, 3]);
    expect(() => backend.kernels.unary('neg', x)).toThrow(
      "[wasm] expected an array that lives on this backend, got another backend's.",
    );
  });

  it('keeps values while its memory grows', async () => {
    const backend = await startBackend(options);
    const x = arrayOf(backend, [1, 2, 3]);
    const large = backend.kernels.fill([5_000_000], 2, 'float32');
    expect(await valuesOf(backend, x)).toEqual([1, 2, 3]);
    const sum = backend.kernels.reduce('sum', large, [0]);
    expect(await valuesOf(backend, sum)).toEqual([10_000_000]);
    expect(backend.memory()).toEqual({ buffers: 3, bytes: 12 + 20_000_000 + 4 });
  });

  it('adds long sums without losing what is small', async () => {
    const backend = await startBackend(options);
    const x = backend.kernels.fill([200_001, 3], 0.1, 'float32');
    const expected = 200_001 * Math.fround(0.1);
    for (const sum of await valuesOf(backend, backend.kernels.reduce('sum', x, [0]))) {
      expect(Math.abs(sum / expected - 1)).toBeLessThan(2e-6);
    }
    const [total] = await valuesOf(backend, backend.kernels.reduce('sum', x, [0, 1]));
    expect(Math.abs(total! / (3 * expected) - 1)).toBeLessThan(2e-6);
  });
});

describe('wasm', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is not available without WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(await wasm().probe()).toEqual({ available: false, reason: 'there is no WebAssembly' });
    await expect(wasm().create()).rejects.toThrow(
      '[wasm] expected a JavaScript engine with WebAssembly and its SIMD instructions, got there is no WebAssembly. ' +
        'Use Node 20.19 or later or a browser from 2023 on, or cpu() from @neurona/backend-cpu.',
    );
  });
});
