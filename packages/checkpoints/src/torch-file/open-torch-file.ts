import { checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from '../files/byte-source.js';
import { type FileSource, openSource, readBytes } from '../files/file-source.js';
import type { ReadOptions } from '../files/read-options.js';
import { readOptions } from '../files/read-options.js';
import type { TensorFile } from '../safetensors/safetensors-file.js';
import { storageBytes, type TorchStorage } from './pickle-values.js';
import { type OnLeftOut, TorchFile } from './torch-file.js';
import { Unpickler } from './unpickler.js';
import { dataStart, readZipDirectory } from './zip-directory.js';

const subject = 'loadTorch';

/**
 * @internal Whether a file of these first bytes was written by torch.save: a zip archive, or in old versions pickles, of which
 * the first is a number, in text (`L119…`, protocols 0 and 1) or in bytes.
 */
export function isTorchFile([a, b, c, d]: Uint8Array): boolean {
  if (a === 0x50) return b === 0x4b && c === 3 && d === 4;
  if (a === 0x4c) return b === 0x31 && c === 0x31 && d === 0x39;
  return a === 0x80 && b! >= 2 && b! <= 5 && ((c === 0x8a && d === 10) || c === 0x95);
}

/** @internal Opens bytes, and closes them with the file. */
export async function openTorchBytes(
  source: ByteSource,
  { onLeftOut }: TorchKindOptions = {},
): Promise<TensorFile> {
  const first = await source.read(0, Math.min(4, source.size));
  if (!isTorchFile(first)) {
    throw new CheckpointError(subject, {
      expected: 'a file that torch.save wrote',
      received: 'another',
      offset: 0,
      file: source.name,
    });
  }
  return first[0] === 0x50 ? openArchive(source, onLeftOut) : openPickles(source, onLeftOut);
}

/** `<archive>/data.pkl` and `<archive>/data/<key>` for each storage. */
async function openArchive(source: ByteSource, onLeftOut: OnLeftOut | undefined): Promise<TensorFile> {
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
  const locate = async (storage: TorchStorage): Promise<number> => {
    const values = records.get(`${folder}data/${storage.key}`);
    const wanted = storageBytes(storage);
    if (!values) throw fail(`a record of the values ${storage.key.slice(0, 120)}`, 'none');
    if (values.size < wanted) throw fail(`${wanted} bytes of values`, values.size);
    return dataStart(source, values);
  };
  return new TorchFile(root, source, locate, onLeftOut);
}

const magic = 0x1950a86a20f9469cfc6cn;

/** Before PyTorch 1.6: pickles of a magic number, a version, the machine, the tensors, the keys; then the values, key by key. */
async function openPickles(source: ByteSource, onLeftOut: OnLeftOut | undefined): Promise<TensorFile> {
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
    const isThere = at + 8 + storageBytes(storage) <= bytes.length;
    if (!isThere)
      throw fail(
        `${storage.count} values of storage ${storage.key.slice(0, 120)}`,
        'the end of the file',
        at,
      );
    if (view.getBigUint64(at, true) !== BigInt(storage.count))
      throw fail(`a storage of ${storage.count} values`, 'another', at);
    starts.set(storage.key, at + 8);
    at += 8 + storageBytes(storage);
  }
  const locate = async ({ key }: TorchStorage): Promise<number> => {
    const start = starts.get(key);
    if (start === undefined) throw fail(`values of storage ${key.slice(0, 120)}`, 'none');
    return start;
  };
  return new TorchFile(root, source, locate, onLeftOut);
}

/** Settings for tensors that can't be read: complex numbers, eight-bit floats, sparse and quantized ones. */
export interface TorchKindOptions {
  /** Called with the name and the kind of each tensor that is skipped; without it, such a tensor is an error. */
  readonly onLeftOut?: ((name: string, kind: string) => void) | undefined;
}

/** Settings of {@link loadTorch}. */
export interface LoadTorchOptions extends ReadOptions, TorchKindOptions {}

const loadTorchOptions: OptionTable<LoadTorchOptions> = { ...readOptions, onLeftOut: undefined };

/**
 * Reads the tensors of a file that `torch.save` wrote (`.pt`, `.pth`): a state dictionary, also inside of a training's checkpoint.
 * The file's pickle may only build tensors, so that no code in it can run; names and axes stay PyTorch's.
 * @throws {@link CheckpointError} if there is no such file, it is damaged, it holds other objects than tensors, or tensors
 * that can't be read and `onLeftOut` is missing.
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
    return await (await openTorchBytes(bytes, options)).readAll();
  } finally {
    await bytes.close();
  }
}
