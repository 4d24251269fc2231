import { BackendError } from '@neurona/backend';
import { unzlibSync } from 'fflate';
import type { KernelExports } from './generated/exports.js';
import { kernels } from './generated/kernels.js';
import { relaxedKernels } from './generated/relaxed-kernels.js';
import { Heap } from './heap.js';
import { WasmRuntime } from './runtime.js';
import { AREA_BYTES } from './threads/control.js';
import { ThreadPool } from './threads/thread-pool.js';

// Modules of one function, which validate only if the engine knows the instructions.
// v128 f() { return i32x4.splat(0); }
const simdProbe = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 17, 11,
];
// v128 f() { return f32x4.relaxed_madd(z, z, z); } with z = i32x4.splat(0)
const relaxedProbe = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  ...[65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2, 11],
];

const supports = (probe: readonly number[]): boolean =>
  typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(probe));

/** Whether WebAssembly has 128-bit vectors. */
export const hasSimd = (): boolean => supports(simdProbe);

/** Whether WebAssembly has fused multiply-add: Node 22 and later, current browsers. */
export const hasRelaxedSimd = (): boolean => supports(relaxedProbe);

/** Compiled modules, for further backends. */
const modules = new Map<string, WebAssembly.Module>();

/** Compiles the kernels, and creates their memory and threads. */
export async function startRuntime(relaxed: boolean, threads = 1): Promise<WasmRuntime> {
  try {
    const memory = newMemory(threads > 1);
    const key = keyOf(relaxed, memory);
    const module = modules.get(key) ?? (await WebAssembly.compile(unpack(relaxed, memory)));
    modules.set(key, module);
    return runtimeOf(module, memory, threads);
  } catch (cause) {
    throw refusal(cause);
  }
}

/** As {@link startRuntime}, without letting other code run in between. */
export function startRuntimeNow(relaxed: boolean, threads = 1): WasmRuntime {
  try {
    const memory = newMemory(threads > 1);
    const key = keyOf(relaxed, memory);
    const module = modules.get(key) ?? new WebAssembly.Module(unpack(relaxed, memory));
    modules.set(key, module);
    return runtimeOf(module, memory, threads);
  } catch (cause) {
    throw refusal(cause);
  }
}

const keyOf = (relaxed: boolean, memory: WebAssembly.Memory): string => `${relaxed} ${isShared(memory)}`;

/** The binary module that fits a memory. */
function unpack(relaxed: boolean, memory: WebAssembly.Memory): Uint8Array<ArrayBuffer> {
  const text = atob(relaxed ? relaxedKernels : kernels);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i); // from() with a function takes ten times as long
  const binary = unzlibSync(packed);
  return isShared(memory) ? withSharedMemory(binary) : binary;
}

function runtimeOf(module: WebAssembly.Module, memory: WebAssembly.Memory, threads: number): WasmRuntime {
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  const exports = instance.exports as unknown as KernelExports;
  const heap = new Heap(memory, exports.heapBase.value);
  exports.useArea(heap.allocate(AREA_BYTES));
  if (!isShared(memory)) return new WasmRuntime(heap, exports);
  const pool = new ThreadPool(module, heap, exports, threads);
  const runtime = new WasmRuntime(heap, exports, pool);
  forgotten.register(runtime, pool);
  return runtime;
}

const refusal = (cause: unknown): BackendError =>
  new BackendError('wasm', {
    expected: 'a runtime that compiles WebAssembly and gives it memory',
    received: cause,
    hint: "In a page with a content security policy, allow 'wasm-unsafe-eval' for scripts.",
    cause,
  });

const isShared = ({ buffer }: WebAssembly.Memory): boolean => !(buffer instanceof ArrayBuffer);

/** Ends the workers of a backend that was dropped without being disposed of. */
const forgotten = new FinalizationRegistry<ThreadPool>((pool) => pool.stop());

/** A memory that may grow to 4 GiB, or to as much less as the engine allows: some phones reserve the whole at once. */
function newMemory(shared: boolean): WebAssembly.Memory {
  for (const maximum of [65536, 32768, 16384]) {
    try {
      return new WebAssembly.Memory({ initial: 256, maximum, shared });
    } catch {
      // Try with less.
    }
  }
  if (shared) return newMemory(false);
  return new WebAssembly.Memory({ initial: 256, maximum: 8192 });
}

/** The import of a memory with a maximum, `env.memory`, up to its flags. */
const memoryImport = [3, ...textBytes('env'), 6, ...textBytes('memory'), 2];

function textBytes(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

/** The module with its memory declared as shared: one bit, in place of another two modules in the package. */
function withSharedMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, start) => memoryImport.every((byte, i) => bytes[start + i] === byte));
  bytes[at + memoryImport.length] = 3;
  return bytes;
}

function abort(): never {
  throw new BackendError('wasm', { expected: 'valid arguments', received: 'an aborted kernel' });
}
