// internal
import type { WasmBuffer } from '../runtime.js';
import { type WasmOptions, wasm } from '../wasm.js';

/** What {@link shareWork} found. */
export interface SharedWork {
  readonly description: string;
  /** Whether a worker took a part. */
  readonly helped: boolean;
  /** The sum of the sines of a million twos, by two ways that threads share. */
  readonly sums: readonly number[];
}

/** Gives threads work until they take a part of it, for at most ten seconds; without threads once. */
export async function shareWork(options: WasmOptions): Promise<SharedWork> {
  const backend = await wasm(options).create();
  const { kernels } = backend;
  const x = kernels.fill([1000, 1000], 2, 'float32');
  const { pool } = (x.buffer as WasmBuffer).runtime;
  const begin = performance.now();
  let sums: number[] = [];
  do {
    const y = kernels.unary('sin', x);
    const columns = kernels.matmul(kernels.fill([1, 1000], 1, 'float32'), y, {});
    const results = [kernels.reduce('sum', y, [0, 1]), kernels.reduce('sum', columns, [0, 1])];
    sums = [];
    for (const result of results) sums.push((await backend.read(result))[0]!);
    for (const array of [y, columns, ...results]) backend.free(array);
    pool?.forgive();
    await new Promise((resolve) => setTimeout(resolve, 5)); // workers start from the event loop
  } while (pool && pool.taken === 0 && performance.now() - begin < 10_000);
  const { description } = backend;
  backend.dispose();
  return { description, helped: pool !== undefined && pool.taken > 0, sums };
}
