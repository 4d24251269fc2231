import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Backend } from '@neurona/backend';
import { describe, expect, it, vi } from 'vitest';
import type { WasmBuffer } from '../runtime.js';
import { arrayOf, valuesOf } from '../testing/arrays.js';
import { poolOf, startThreads } from '../testing/threads.js';
import { wasm } from '../wasm.js';

const exec = promisify(execFile);

/** Runs a program against the sources in a process of its own. */
const run = (program: string) =>
  exec(
    process.execPath,
    ['--conditions=@neurona/source', '--import', 'tsx', '--input-type=module', '--eval', program],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), timeout: 120_000 },
  );

/** The sum of a million threes after work that threads share. */
async function sumOf(backend: Backend): Promise<number | undefined> {
  const { kernels } = backend;
  const x = kernels.fill([1000, 1000], 3, 'float32');
  const y = kernels.unary('square', kernels.unary('sqrt', x));
  const sum = kernels.reduce('sum', kernels.unary('round', y), [0, 1]);
  return (await valuesOf(backend, sum))[0];
}

describe('threads', () => {
  it('are as many as there are cores, up to eight, unless told', async () => {
    const cores = Math.min(8, availableParallelism());
    const words = cores === 1 ? 'one thread' : `${cores} threads`;
    expect(await wasm().probe()).toEqual({ available: true, description: expect.stringContaining(words) });
    expect(await wasm({ threads: 5 }).probe()).toMatchObject({
      description: expect.stringContaining('5 threads'),
    });
    expect(() => wasm({ threads: 0 })).toThrow('[wasm] expected threads from 1 to 64, got 0.');
    expect(() => wasm({ threads: 1.5 })).toThrow('[wasm] expected threads from 1 to 64, got 1.5.');
  });

  it('need shared memory: without it there is one', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    try {
      const backend = await wasm({ threads: 4 }).create();
      expect(backend.description).toContain('one thread');
      expect(poolOf(backend)).toBeUndefined();
      expect(await sumOf(backend)).toBe(3_000_000);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('start with the first work that is large enough', async () => {
    const backend = await wasm({ threads: 2 }).create();
    const pool = poolOf(backend)!;
    backend.kernels.unary('neg', arrayOf(backend, [1, 2, 3]));
    await setTimeout(50);
    expect([pool.ready, pool.offered]).toEqual([0, 0]);
    expect(await sumOf(backend)).toBe(3_000_000);
    while (pool.ready === 0) await setTimeout(2);
    backend.dispose();
  });

  it('give values in memory that is not shared', async () => {
    const backend = await startThreads({ threads: 2 });
    const values = await backend.read(arrayOf(backend, [1, 2, 3]));
    expect(values.buffer).toBeInstanceOf(ArrayBuffer);
    expect(structuredClone(values, { transfer: [values.buffer as ArrayBuffer] })).toEqual(
      new Float32Array([1, 2, 3]),
    );
    backend.dispose();
  });

  it('serve many backends at once, and go on while memory grows', async () => {
    const backends = await Promise.all(Array.from({ length: 6 }, () => startThreads({ threads: 3 })));
    for (let i = 0; i < 3; i++) {
      for (const backend of backends) expect(await sumOf(backend)).toBe(3_000_000);
    }
    for (const backend of backends) backend.dispose();
  });

  it('end when the backend is disposed of', async () => {
    const backend = await startThreads({ threads: 3 });
    const { runtime } = arrayOf(backend, [1]).buffer as WasmBuffer;
    const pool = runtime.pool!;
    backend.dispose();
    expect(pool.threads).toBe(1);
    await setTimeout(50);
    // The kernels still run, alone: none is left to take a part.
    const taken = pool.taken;
    const at = runtime.heap.allocate(4_000_000);
    runtime.call.fillWords(at, 7, 1_000_000);
    expect(runtime.heap.i32[at / 4 + 999_999]).toBe(7);
    expect(pool.taken).toBe(taken);
  });

  it('report a kernel that fails, and go on', async () => {
    const backend = await startThreads({ threads: 2 });
    const { runtime } = arrayOf(backend, [1]).buffer as WasmBuffer;
    const end = runtime.heap.memory.buffer.byteLength;
    // The first half of the range is memory, the rest is not.
    for (let i = 0; i < 10; i++) {
      runtime.pool!.forgive();
      expect(() => runtime.call.fillWords(end - 2_000_000, 0, 1_000_000)).toThrow();
    }
    expect(await sumOf(backend)).toBe(3_000_000);
    backend.dispose();
  });

  it('let a program exit that did not dispose of its backend', async () => {
    const { stdout } = await run(`
      const { wasm } = await import('./src/index.ts');
      const backend = await wasm({ threads: 3 }).create();
      const { kernels } = backend;
      for (let i = 0; i < 20; i++) {
        const x = kernels.fill([1000, 1000], 3, 'float32');
        backend.free(kernels.unary('sin', x));
        backend.free(x);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      console.log('end');
    `);
    expect(stdout.trim()).toBe('end');
  });
});
