// internal
import { bytesPerElement, checkArgument } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { noSuchTensor, type TensorFile, type TensorInfo } from '../safetensors/safetensors-file.js';

/** Arrays in memory, seen as a file. */
export class RecordFile implements TensorFile {
  readonly names: readonly string[];
  readonly #arrays: ReadonlyMap<string, HostArray>;

  constructor(
    arrays: Readonly<Record<string, HostArray>>,
    readonly metadata: Readonly<Record<string, string>> = {},
    readonly file = 'arrays in memory',
  ) {
    checkArgument('weights', 'arrays by name', arrays, 'record');
    this.#arrays = new Map(Object.entries(arrays));
    this.names = [...this.#arrays.keys()];
  }

  info(name: string): TensorInfo | undefined {
    const array = this.#arrays.get(name);
    if (!array) return undefined;
    const { dtype, shape, values } = array;
    return { stored: dtype, dtype, shape, sizeBytes: values.length * bytesPerElement(dtype) };
  }

  async read(name: string): Promise<HostArray> {
    const array = this.#arrays.get(name);
    if (!array) throw noSuchTensor(name, this);
    return array;
  }

  async readAll(): Promise<Record<string, HostArray>> {
    return Object.fromEntries(this.#arrays);
  }

  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
