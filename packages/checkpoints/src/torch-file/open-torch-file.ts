import { checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from '../files/byte-source.js';
import { type FileSource, openSource, readBytes } from '../files/file-source.js';
import type { ReadOptions } from '../files/read-options.js';
import { readOptions } from '../files/read-options.js';
import type { TensorFile } from '../safetensors/safetensors-file.js';
import { storageFormats } from '../safetensors/storage-formats.js';
import type { TorchStorage } from './pickle-values.js';
import { TorchFile } from './torch-file.js';
import { Unpickler } from './unpickler.js';
import { dataStart, readZipDirectory } from './zip-directory.js';

const subject = 'loadTorch';

/** @internal Whether a file of these first bytes was written by torch.save: a zip archive, or in old versions pickles. */
export const isTorchFile = (first: Uint8Array): boolean =>
  (first[0] === 0x50 && first[1] === 0x4b && first[2] === 3 && first[3] === 4) ||
  (first[0] === 0x80 && first[1] === 2 && first[2] === 0x8a && first[3] === 10);

/** @internal Opens bytes, and closes them with the file. */
export async function openTorchBytes(source: ByteSource): Promise<TensorFile> {
  const first = await source.read(0, Math.min(4, source.size));
  if (!isTorchFile(first)) {
    throw new CheckpointError(subject, {
      expected: 'a file that torch.save wrote',
      received: 'another',
      offset: 0,
      file: source.name,
    });
  }
  return first[0] === 0x50 ? openArchive(source) : openPickles(source);
}

/** `<archive>/data.pkl` and `<archive>/data/<key>` for each storage. */
async function openArchive(source: ByteSource): Promise<TensorFile> {
  const records = await readZipDirectory(source);
  const fail = (expected: string, received: unknown) =>
    new CheckpointError(subject, { expected, received, file: source.name });
  const pickle = [...records.keys()].find((name) => /^[^/]*\/data\.pkl$/.test(name));
  if (pickle === undefined) throw fail('a record data.pkl, as torch.save writes', 'none');
  const folder = pickle.slice(0, -'data.pkl'.length);
  const order = records.get(`${folder}byteorder`);
  if (order) {
    const start = await dataStart(source, order);
    const text = new TextDecoder().decode(
      await readBytes(subject, source, start, start + Math.min(order.size, 16)),
    );
    if (text !== 'little') throw fail('values in little-endian order', text);
  }
  const record = records.get(pickle)!;
  const start = await dataStart(source, record);
  const root = new Unpickler(
    await readBytes(subject, source, start, start + record.size),
    source.name,
  ).read();
  return new TorchFile(root, source, async (storage) => {
    const values = records.get(`${folder}data/${storage.key}`);
    if (!values) throw fail(`a record of the values ${storage.key.slice(0, 120)}`, 'none');
    if (values.size < bytesOf(storage)) throw fail(`${bytesOf(storage)} bytes of values`, values.size);
    return dataStart(source, values);
  });
}

const bytesOf = ({ stored, count }: TorchStorage): number => count * storageFormats.get(stored)!.bytes;

const magic = 0x1950a86a20f9469cfc6cn;

/** Before PyTorch 1.6: pickles of a magic number, a version, the machine, the tensors, the keys; then the values, key by key. */
async function openPickles(source: ByteSource): Promise<TensorFile> {
  const bytes = await readBytes(subject, source, 0, source.size);
  const fail = (expected: string, received: unknown, offset?: number) =>
    new CheckpointError(subject, { expected, received, offset, file: source.name });
  const unpickler = new Unpickler(bytes, source.name);
  const [number, version] = [unpickler.read(), unpickler.read()];
  if (number !== magic || version !== 1001) throw fail('a file that torch.save wrote', 'another pickle', 0);
  unpickler.read();
  const root = unpickler.read();
  const keys = unpickler.read();
  if (!Array.isArray(keys)) throw fail('a list of storages', 'something else', unpickler.at);
  const { storages } = unpickler;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = new Map<string, number>();
  let at = unpickler.at;
  for (const key of keys) {
    const storage = typeof key === 'string' && !starts.has(key) ? storages.get(key) : undefined;
    if (!storage) throw fail('a list of the storages of tensors', 'something else', unpickler.at);
    const isThere = at + 8 + bytesOf(storage) <= bytes.length;
    if (!isThere)
      throw fail(
        `${storage.count} values of storage ${storage.key.slice(0, 120)}`,
        'the end of the file',
        at,
      );
    if (view.getBigUint64(at, true) !== BigInt(storage.count))
      throw fail(`a storage of ${storage.count} values`, 'another', at);
    starts.set(storage.key, at + 8);
    at += 8 + bytesOf(storage);
  }
  return new TorchFile(root, source, async ({ key }) => {
    const start = starts.get(key);
    if (start === undefined) throw fail(`values of storage ${key.slice(0, 120)}`, 'none');
    return start;
  });
}

/** Settings of {@link loadTorch}. */
export interface LoadTorchOptions extends ReadOptions {}

const loadTorchOptions: OptionTable<LoadTorchOptions> = readOptions;

/**
 * Reads the tensors of a file that `torch.save` wrote (`.pt`, `.pth`): a state dictionary, also inside of a training's checkpoint.
 * The file's pickle may put tensors together and nothing else, so that no code in it can run; names and axes stay PyTorch's.
 * @throws {@link CheckpointError} if there is no such file, it is damaged, or it holds other objects than tensors.
 * @example
 * async function means() {
 *   const tensors = await loadTorch('resnet18.pth'); // names as 'layer1.0.bn1.running_mean'
 *   return tensors['bn1.running_mean'].values;
 * }
 * @see {@link loadWeights}, which loads such a file into a model.
 */
export async function loadTorch(
  source: FileSource,
  options: LoadTorchOptions = {},
): Promise<Record<string, HostArray>> {
  checkOptions('loadTorch', options, loadTorchOptions);
  const bytes = await openSource(subject, source, options);
  try {
    return await (await openTorchBytes(bytes)).readAll();
  } finally {
    await bytes.close();
  }
}
