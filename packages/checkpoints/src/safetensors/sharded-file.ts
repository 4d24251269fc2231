// internal: tensors in several safetensors files, with an index that says which is where
import type { HostArray } from '@neurona/datasets';
import { CheckpointError } from '../checkpoint-error.js';
import {
  noSuchTensor,
  type ReadTensorOptions,
  type TensorFile,
  type TensorInfo,
} from './safetensors-file.js';

/** What `model.safetensors.index.json` says. */
export interface ShardIndex {
  readonly metadata: Readonly<Record<string, string>>;
  /** File of each tensor, by key. */
  readonly weightMap: ReadonlyMap<string, string>;
}

/**
 * Reads an index: `{"metadata": {…}, "weight_map": {"key": "file"}}`. Files lie beside the index.
 * @throws {@link CheckpointError} if it is something else.
 */
export function parseShardIndex(text: string, file: string): ShardIndex {
  const fail = (expected: string, received: unknown, tensor?: string) =>
    new CheckpointError('openSafetensors', { expected, received, tensor, file });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw fail('an index of JSON', error);
  }
  const { weight_map: map, metadata } = (isRecord(parsed) ? parsed : {}) as Record<string, unknown>;
  if (!isRecord(map)) throw fail('an index with a weight_map', 'none');
  const weightMap = new Map<string, string>();
  for (const [key, shard] of Object.entries(map)) {
    if (typeof shard !== 'string' || !/^[^/\\:]+\.safetensors$/.test(shard)) {
      throw fail('the name of a safetensors file beside the index', shard, key);
    }
    weightMap.set(key, shard);
  }
  const texts = isRecord(metadata)
    ? Object.entries(metadata).map(([key, value]) => [key, String(value)])
    : [];
  return { metadata: Object.fromEntries(texts), weightMap };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All shards as one file. Headers of all of them are read when it is opened. */
export class ShardedFile implements TensorFile {
  readonly names: readonly string[];

  constructor(
    readonly file: string,
    readonly metadata: Readonly<Record<string, string>>,
    readonly shards: readonly TensorFile[],
    private readonly homes: ReadonlyMap<string, TensorFile>,
  ) {
    this.names = [...homes.keys()];
  }

  info(name: string): TensorInfo | undefined {
    return this.homes.get(name)?.info(name);
  }

  async read(name: string, options?: ReadTensorOptions): Promise<HostArray> {
    const home = this.homes.get(name);
    if (!home) throw noSuchTensor(name, this);
    return home.read(name, options);
  }

  /** The file that a tensor is in. */
  homeOf(name: string): TensorFile | undefined {
    return this.homes.get(name);
  }

  async readAll(): Promise<Record<string, HostArray>> {
    const pairs: [string, HostArray][] = [];
    for (const name of this.names) pairs.push([name, await this.read(name)]);
    return Object.fromEntries(pairs);
  }

  async close(): Promise<void> {
    for (const shard of this.shards) await shard.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
