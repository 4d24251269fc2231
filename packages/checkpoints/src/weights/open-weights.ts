// internal
import { ArgumentError } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import type { ByteSource } from '../files/byte-source.js';
import { type FileSource, openSource } from '../files/file-source.js';
import { type ReadOptions, readOptions } from '../files/read-options.js';
import { openBytes, openSafetensors } from '../safetensors/open-safetensors.js';
import type { TensorFile } from '../safetensors/safetensors-file.js';
import { isTorchFile, openTorchBytes, type TorchKindOptions } from '../torch-file/open-torch-file.js';
import type { WeightsSource } from './load-weights.js';
import { RecordFile } from './record-file.js';

/** Opens a file by what it begins with; arrays and open files are taken as they are. */
export async function openWeights(
  subject: string,
  source: WeightsSource,
  options: ReadOptions & TorchKindOptions,
): Promise<TensorFile> {
  if (isFileSource(source)) return openFile(subject, source, options);
  if (typeof source !== 'object' || source === null) {
    throw new ArgumentError(subject, { expected: 'a file, or arrays by name', received: source });
  }
  return isTensorFile(source) ? source : new RecordFile(source);
}

async function openFile(
  subject: string,
  source: FileSource,
  options: ReadOptions & TorchKindOptions,
): Promise<TensorFile> {
  const isIndex =
    (typeof source === 'string' || source instanceof URL) && /\.json([?#]|$)/.test(String(source));
  if (isIndex) return openSafetensors(source, onlyReading(options));
  return openWeightBytes(await openSource(subject, source, options), options);
}

/** The options of reading alone, out of options that have more. */
const onlyReading = (options: ReadOptions): ReadOptions =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(readOptions, name)));

/** Opens bytes, by what they begin with; they are closed with the file. */
export async function openWeightBytes(
  bytes: ByteSource,
  options: TorchKindOptions = {},
): Promise<TensorFile> {
  try {
    const first = await bytes.read(0, Math.min(4, bytes.size));
    return isTorchFile(first) ? await openTorchBytes(bytes, options) : await openBytes(bytes);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

const isFileSource = (source: WeightsSource): source is FileSource =>
  typeof source === 'string' ||
  source instanceof URL ||
  source instanceof ArrayBuffer ||
  source instanceof Uint8Array ||
  (typeof Blob !== 'undefined' && source instanceof Blob);

const isTensorFile = (source: TensorFile | Readonly<Record<string, HostArray>>): source is TensorFile =>
  typeof source.read === 'function' && typeof source.info === 'function';
