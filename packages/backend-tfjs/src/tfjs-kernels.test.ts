import type { Backend, DeviceArray } from '@neurona/backend';
import { describeBackend } from '@neurona/backend/testing';
import { engine, env, type KernelBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { TfjsBackend, TfjsRuntime, tfjsKernels } from './index.js';

/** As much of tfjs's WebAssembly backend as the test reaches into. */
interface TfjsWasm extends KernelBackend {
  readonly wasm: { readonly HEAPU8: Uint8Array };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}

/** tfjs's WebAssembly kernels as they are, with nothing but the compositions of this package. */
class PlainWasm extends TfjsBackend<TfjsWasm> {
  override readonly name = 'wasm';
  override readonly description = 'tfjs on WebAssembly';

  override assign(target: DeviceArray, source: DeviceArray): void {
    const { wasm, dataIdMap, readSync } = this.runtime.tfjs;
    const values = readSync.call(this.runtime.tfjs, source.buffer) as Uint8Array;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    wasm.HEAPU8.set(bytes, dataIdMap.get(target.buffer).memoryOffset);
  }

  override async sync(): Promise<void> {}
}

const plainWasm = {
  name: 'wasm',
  async probe() {
    return { available: true, description: 'tfjs on WebAssembly' } as const;
  },
  async create(): Promise<Backend> {
    env().set('PROD', true); // no banner
    await import('@tensorflow/tfjs-backend-wasm');
    await setBackend('wasm');
    await ready();
    const runtime = new TfjsRuntime('wasm', engine().backend as TfjsWasm);
    return new PlainWasm(runtime, tfjsKernels(runtime));
  },
};

describeBackend(plainWasm, {
  unsupported: {
    'device: starts twice, each with its own memory': "tfjs's wasm kernels know only one module in a process",
  },
});
