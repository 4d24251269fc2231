import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { isTensor, noGrad, own, type Tensor } from '@neurona/tensor';
import { writeFileAtomically } from '../files/write-file-atomically.js';
import {
  checkArray,
  type EncodeSafetensorsOptions,
  encodeOptions,
  safetensorsChunks,
} from './encode-safetensors.js';
import { storageFormats, storedAs } from './storage-formats.js';

/** Settings of {@link saveSafetensors}. */
export interface SaveSafetensorsOptions extends EncodeSafetensorsOptions {
  /** Metadata: strings by key. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Maximum bytes in a file; more are split over several files with an index. Default no limit. */
  readonly maxShardBytes?: number;
  /** Aborts before anything was written, or between two files. */
  readonly signal?: AbortSignal;
}

/** @internal */
export const saveSafetensorsOptions: OptionTable<SaveSafetensorsOptions> = {
  ...encodeOptions,
  metadata: undefined,
  maxShardBytes: 5e9,
  signal: undefined,
};

/**
 * @internal The current values of tensors: they are copied on the device first, so that later changes have no effect.
 */
export async function toHostArrays(
  tensors: Readonly<Record<string, Tensor | HostArray>>,
): Promise<Record<string, HostArray>> {
  const copies = Object.entries(tensors).map(([name, tensor]) => {
    return [name, isTensor(tensor) ? own(noGrad(() => tensor.clone())) : tensor] as const;
  });
  const pairs = copies.map(async ([name, tensor]): Promise<[string, HostArray]> => {
    if (!isTensor(tensor)) {
      checkArray(name, tensor);
      return [name, tensor];
    }
    const { shape, dtype } = tensor;
    return [name, { values: await tensor.data(), shape, dtype }];
  });
  try {
    return Object.fromEntries(await Promise.all(pairs));
  } finally {
    for (const [, copy] of copies) if (isTensor(copy)) copy.dispose();
  }
}

/**
 * Writes tensors, such as `model.stateDict()`, to a safetensors file; in a browser into the page's own storage (OPFS). The file
 * is replaced atomically.
 * @param path - The file; with `maxShardBytes` the files are `model-00001-of-00002.safetensors` and so on, and
 * `model.safetensors.index.json`.
 * @returns The paths of the files, the one to open last.
 * @throws {@link ArgumentError} if a key is `__metadata__`.
 * @example
 * import { rm } from 'node:fs/promises';
 * const path = `linear-${process.pid}.safetensors`;
 * await saveSafetensors(path, new Linear(3, 2).stateDict());
 * Object.keys(await loadSafetensors(path)); // => ['weight', 'bias']
 * await rm(path);
 */
export async function saveSafetensors(
  path: string,
  tensors: Readonly<Record<string, Tensor | HostArray>>,
  options: SaveSafetensorsOptions = {},
): Promise<string[]> {
  const {
    maxShardBytes = Number.POSITIVE_INFINITY,
    metadata,
    signal,
    ...encoding
  } = checkOptions('saveSafetensors', options, saveSafetensorsOptions);
  if (!(maxShardBytes > 0)) {
    throw new ArgumentError('saveSafetensors', { expected: 'maxShardBytes > 0', received: maxShardBytes });
  }
  checkArgument('saveSafetensors', 'path', path, 'string');
  checkArgument(
    'saveSafetensors',
    'tensors',
    tensors,
    'record',
    'Pass model.stateDict(), or tensors by name.',
  );
  signal?.throwIfAborted();
  const arrays = await toHostArrays(tensors);
  signal?.throwIfAborted();
  const shards = shardsOf(arrays, maxShardBytes, encoding);
  if (shards.length <= 1) {
    await writeFileAtomically(path, safetensorsChunks(arrays, metadata, encoding));
    return [path];
  }
  const stem = path.replace(/\.safetensors$/, '');
  const weightMap: [string, string][] = [];
  const written: string[] = [];
  let total = 0;
  for (const [i, shard] of shards.entries()) {
    signal?.throwIfAborted();
    const digits = (value: number): string => String(value).padStart(5, '0');
    const place = `${stem}-${digits(i + 1)}-of-${digits(shards.length)}.safetensors`;
    await writeFileAtomically(place, safetensorsChunks(Object.fromEntries(shard), metadata, encoding));
    written.push(place);
    for (const [name, array] of shard) {
      weightMap.push([name, place.replace(/^.*[/\\]/, '')]);
      total += storedSize(array, encoding);
    }
  }
  const index = { metadata: { ...metadata, total_size: total }, weight_map: Object.fromEntries(weightMap) };
  const place = `${stem}.safetensors.index.json`;
  await writeFileAtomically(place, new TextEncoder().encode(`${JSON.stringify(index, undefined, 2)}\n`));
  return [...written, place];
}

const storedSize = ({ values, dtype }: HostArray, { floats = 'F32' }: EncodeSafetensorsOptions): number =>
  values.length * storageFormats.get(storedAs(dtype, floats))!.bytes;

/** Tensors in their order, cut where a file would become too large; one alone may be larger. */
function shardsOf(
  arrays: Readonly<Record<string, HostArray>>,
  maxBytes: number,
  encoding: EncodeSafetensorsOptions,
): [string, HostArray][][] {
  const shards: [string, HostArray][][] = [];
  let room = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const size = storedSize(array, encoding);
    if (shards.length === 0 || size > room) {
      shards.push([]);
      room = maxBytes;
    }
    shards.at(-1)!.push([name, array]);
    room -= size;
  }
  return shards;
}
