// internal
import { setTimeout } from 'node:timers/promises';
import type { Backend } from '@neurona/backend';
import type { WasmBuffer } from '../runtime.js';
import type { ThreadPool } from '../threads/thread-pool.js';
import { type WasmOptions, wasm } from '../wasm.js';

/** The pool of a backend; undefined where there is one thread. */
export function poolOf(backend: Backend): ThreadPool | undefined {
  const array = backend.kernels.fill([1], 0, 'float32');
  const { pool } = (array.buffer as WasmBuffer).runtime;
  backend.free(array);
  return pool;
}

/** A backend whose workers have started. */
export async function startThreads(options: WasmOptions & { readonly threads: number }): Promise<Backend> {
  const backend = await wasm(options).create();
  const pool = poolOf(backend)!;
  backend.free(backend.kernels.fill([1_000_000], 0, 'float32')); // large enough to start them
  while (pool.ready < options.threads - 1) await setTimeout(2);
  return backend;
}
