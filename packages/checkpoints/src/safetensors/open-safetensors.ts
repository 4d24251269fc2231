import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from '../files/byte-source.js';
import { type FileSource, openSource, readBytes } from '../files/file-source.js';
import type { ReadOptions } from '../files/read-options.js';
import { readOptions } from '../files/read-options.js';
import { headerLength, maxHeaderBytes, parseHeader } from './header.js';
import { SafetensorsFile, type TensorFile } from './safetensors-file.js';
import { parseShardIndex, ShardedFile } from './sharded-file.js';

/** Settings of {@link openSafetensors}. */
export interface OpenSafetensorsOptions extends ReadOptions {
  /** Maximum size of the header in bytes, default 100 million, as the format says. */
  readonly maxHeaderBytes?: number;
  /** The source is an index: where a file is that it names, as one of those that somebody picked. Default beside the index. */
  readonly openShard?: ((file: string) => FileSource | Promise<FileSource>) | undefined;
}

const openSafetensorsOptions: OptionTable<OpenSafetensorsOptions> = {
  ...readOptions,
  maxHeaderBytes: 100_000_000,
  openShard: undefined,
};

const subject = 'openSafetensors';

/**
 * Opens a safetensors file and reads only its header; tensors, or rows of them, are read on request. From an address only the
 * requested pieces are downloaded. An index (`model.safetensors.index.json`) opens all files that it names, which must be
 * beside it, or where `openShard` says.
 * @param source - Path, address, `File`, `Blob` or bytes.
 * @throws {@link CheckpointError} if there is no such file, or it is damaged.
 * @example
 * const file = await openSafetensors(encodeSafetensors({ table: hostArray(new Float32Array(6), [3, 2]) }));
 * file.info('table').shape; // => [3, 2]
 * (await file.read('table', { rows: [1, 2] })).shape; // => [1, 2]
 * await file.close();
 */
export async function openSafetensors(
  source: FileSource,
  options: OpenSafetensorsOptions = {},
): Promise<TensorFile> {
  checkOptions('openSafetensors', options, openSafetensorsOptions);
  const isPlace = typeof source === 'string' || source instanceof URL;
  if (options.openShard)
    return openShards(source, checkArgument(subject, 'openShard', options.openShard, 'function'), options);
  if (isPlace && /\.json([?#].*)?$/.test(String(source)))
    return openShards(source, (shard) => beside(source, shard), options);
  const bytes = await openSource(subject, source, options);
  try {
    return await openBytes(bytes, options.maxHeaderBytes);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** @internal Opens bytes, and closes them with the file. */
export async function openBytes(
  source: ByteSource,
  limit: number = maxHeaderBytes,
): Promise<SafetensorsFile> {
  const first = await source.read(0, Math.min(8, source.size));
  const length = headerLength(subject, first, source.size, limit, source.name);
  const json = await readBytes(subject, source, 8, 8 + length);
  return new SafetensorsFile(parseHeader(subject, json, source.size, source.name), source);
}

async function openShards(
  index: FileSource,
  placeOf: (file: string) => FileSource | Promise<FileSource>,
  options: OpenSafetensorsOptions,
): Promise<TensorFile> {
  const { name, text } = await readText(index, options);
  const { openShard: _, ...own } = options;
  return openShardsOf(name, text, async (shard) => openSafetensors(await placeOf(shard), own));
}

/** @internal Opens the shards that an index names. */
export async function openShardsOf(
  name: string,
  text: string,
  openShard: (shard: string) => Promise<TensorFile>,
): Promise<TensorFile> {
  const { metadata, weightMap } = parseShardIndex(text, name);
  const shards = new Map<string, TensorFile>();
  try {
    for (const shard of new Set(weightMap.values())) shards.set(shard, await openShard(shard));
    const homes = new Map<string, TensorFile>();
    for (const [key, shard] of weightMap) homes.set(key, homeOf(key, shards.get(shard)!, name));
    const texts = Object.assign({}, ...[...shards.values()].map((shard) => shard.metadata), metadata);
    return new ShardedFile(name, texts, [...shards.values()], homes);
  } catch (error) {
    for (const shard of shards.values()) await shard.close();
    throw error;
  }
}

function homeOf(key: string, shard: TensorFile, index: string): TensorFile {
  if (shard.info(key)) return shard;
  throw new CheckpointError(subject, {
    expected: `the tensor that the index ${index} says is there`,
    received: 'none',
    tensor: key,
    file: shard.file,
  });
}

async function readText(
  source: FileSource,
  options: OpenSafetensorsOptions,
): Promise<{ readonly name: string; readonly text: string }> {
  const bytes = await openSource(subject, source, options);
  try {
    const limit = options.maxHeaderBytes ?? maxHeaderBytes;
    if (bytes.size > limit) {
      throw new CheckpointError(subject, {
        expected: `an index of at most ${limit} bytes`,
        received: bytes.size,
        file: bytes.name,
      });
    }
    const text = new TextDecoder().decode(await readBytes(subject, bytes, 0, bytes.size));
    return { name: bytes.name, text };
  } finally {
    await bytes.close();
  }
}

/** A file in the folder of another. */
function beside(index: string | URL, name: string): string | URL {
  if (index instanceof URL || /^[a-z]+:\/\//.test(index)) {
    const url = new URL(encodeURIComponent(name), index);
    url.search = new URL(index).search;
    return url;
  }
  return index.replace(/[^/\\]*$/, () => name);
}

/**
 * Reads all tensors of a safetensors file, or of the files that an index names.
 * @throws {@link CheckpointError} if there is no such file, or it is damaged.
 * @example
 * const { bias } = await loadSafetensors(encodeSafetensors({ bias: hostArray(new Float32Array([1, 2])) }));
 * bias.values; // => [1, 2]
 */
export async function loadSafetensors(
  source: FileSource,
  options: OpenSafetensorsOptions = {},
): Promise<Record<string, HostArray>> {
  checkOptions('loadSafetensors', options, openSafetensorsOptions);
  const file = await openSafetensors(source, options);
  try {
    return await file.readAll();
  } finally {
    await file.close();
  }
}
