import { BackendError } from '@neurona/backend';
import type { KernelExports } from './generated/exports.js';
import { Heap } from './heap.js';
import { WasmRuntime } from './runtime.js';

// Modules of one function: what it is made of validates only where the instruction set is known.
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

/** Whether WebAssembly with 128-bit vectors is here. */
export const hasSimd = (): boolean => supports(simdProbe);

/** Whether fused multiply-add is here: Node 22 and later, current browsers. */
export const hasRelaxedSimd = (): boolean => supports(relaxedProbe);

/** Compiles the kernels and gives them a memory. The text of only one variant is loaded. */
export async function startRuntime(relaxed: boolean): Promise<WasmRuntime> {
  const encoded = relaxed
    ? (await import('./generated/relaxed-kernels.js')).relaxedKernels
    : (await import('./generated/kernels.js')).kernels;
  try {
    const binary = await decompress(Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0)));
    const memory = newMemory();
    const { instance } = await WebAssembly.instantiate(binary, { env: { memory, abort } });
    const exports = instance.exports as unknown as KernelExports;
    return new WasmRuntime(new Heap(memory, exports.heapBase.value), exports);
  } catch (cause) {
    throw new BackendError('wasm', {
      expected: 'a runtime that compiles WebAssembly and gives it memory',
      received: cause,
      hint: "In a page with a content security policy, allow 'wasm-unsafe-eval' for scripts.",
      cause,
    });
  }
}

/** A memory that may grow to 4 GiB, or to as much less as the engine allows: some phones reserve the whole at once. */
function newMemory(): WebAssembly.Memory {
  for (const maximum of [65536, 32768, 16384]) {
    try {
      return new WebAssembly.Memory({ initial: 256, maximum });
    } catch {
      // Try with less.
    }
  }
  return new WebAssembly.Memory({ initial: 256, maximum: 8192 });
}

function decompress(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).arrayBuffer();
}

function abort(): never {
  throw new BackendError('wasm', { expected: 'valid arguments', received: 'an aborted kernel' });
}
