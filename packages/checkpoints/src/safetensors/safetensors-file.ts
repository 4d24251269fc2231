import { ArgumentError, checkOptions, type DType, type OptionTable, type Shape } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import type { ByteSource } from '../files/byte-source.js';
import { readBytes } from '../files/file-source.js';
import { decodeValues } from './decode-safetensors.js';
import type { SafetensorsHeader, TensorEntry } from './header.js';
import { checkRows } from './row-range.js';

/** Dtype and shape of a tensor in a file. */
export interface TensorInfo {
  /** The dtype in the file, as `F16`. */
  readonly stored: string;
  /** What it is read as. */
  readonly dtype: DType;
  readonly shape: Shape;
  /** Bytes that it takes in the file. */
  readonly sizeBytes: number;
}

/** Settings of reading a tensor. */
export interface ReadTensorOptions {
  /** Rows of the first axis to read, from the first number to before the second; default all. */
  readonly rows?: readonly [start: number, stop: number];
}

const readTensorOptions: OptionTable<ReadTensorOptions> = { rows: undefined };

/** Tensors in a file, or in several, that are read one by one. */
export interface TensorFile {
  /** Metadata of the file: strings by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Keys of the tensors. */
  readonly names: readonly string[];
  /** Path, address or name, for messages. */
  readonly file: string;
  /** Dtype and shape of a tensor; undefined if the file has none of that key. */
  info(name: string): TensorInfo | undefined;
  /** Reads one tensor, or some rows of it. */
  read(name: string, options?: ReadTensorOptions): Promise<HostArray>;
  /** Reads all tensors. */
  readAll(): Promise<Record<string, HostArray>>;
  /** Closes the file. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @internal Memory that one part after the other is read into: a buffer for each size. */
export class PartMemory {
  readonly #buffers = new Map<number, ArrayBuffer>();

  /** The buffer of this size, with what was in it. */
  of(bytes: number): ArrayBuffer {
    const buffer = this.#buffers.get(bytes) ?? new ArrayBuffer(bytes);
    this.#buffers.set(bytes, buffer);
    return buffer;
  }
}

/** @internal One safetensors file whose header was read. */
export class SafetensorsFile implements TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  readonly #entries: ReadonlyMap<string, TensorEntry>;
  readonly #source: ByteSource;

  constructor({ metadata, entries }: SafetensorsHeader, source: ByteSource) {
    this.metadata = metadata;
    this.names = [...entries.keys()];
    this.#entries = entries;
    this.#source = source;
  }

  get file(): string {
    return this.#source.name;
  }

  info(name: string): TensorInfo | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    const { stored, dtype, shape, start, stop } = entry;
    return { stored, dtype, shape, sizeBytes: stop - start };
  }

  async read(name: string, options: ReadTensorOptions = {}): Promise<HostArray> {
    checkOptions('SafetensorsFile.read', options, readTensorOptions);
    const entry = this.#entries.get(name);
    if (!entry) throw noSuchTensor(name, this);
    const wanted = options.rows ? rowsOf(name, entry, options.rows) : entry;
    const raw = await readBytes('openSafetensors', this.#source, wanted.start, wanted.stop);
    return decodeValues('openSafetensors', name, wanted, raw, this.file);
  }

  /** @internal Rows of a tensor, whose values may lie in the memory until that is used again. */
  async readPart(name: string, rows: readonly [number, number], memory: PartMemory): Promise<HostArray> {
    const entry = this.#entries.get(name);
    if (!entry) throw noSuchTensor(name, this);
    const wanted = rowsOf(name, entry, rows);
    const { start, stop } = wanted;
    const bytes = memory.of(stop - start);
    const raw = await readBytes('openSafetensors', this.#source, start, stop, new Uint8Array(bytes));
    const buffer = raw.buffer === bytes ? bytes : undefined;
    return decodeValues('openSafetensors', name, wanted, raw, this.file, buffer);
  }

  async readAll(): Promise<Record<string, HostArray>> {
    const pairs: [string, HostArray][] = [];
    for (const name of this.names) pairs.push([name, await this.read(name)]);
    return Object.fromEntries(pairs);
  }

  async close(): Promise<void> {
    await this.#source.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** @internal */
export const noSuchTensor = (name: string, { names, file }: TensorFile): ArgumentError =>
  new ArgumentError('openSafetensors', {
    expected: 'the key of a tensor in the file',
    received: name,
    where: `${names.length} tensors in ${file}`,
  });

function rowsOf(
  name: string,
  entry: TensorEntry,
  [first, last]: readonly [start: number, stop: number],
): TensorEntry {
  const { shape, start, stop } = entry;
  checkRows('openSafetensors', name, shape, [first, last]);
  const rows = shape[0]!;
  const width = rows === 0 ? 0 : (stop - start) / rows;
  return {
    ...entry,
    shape: [last - first, ...shape.slice(1)],
    start: start + first * width,
    stop: start + last * width,
  };
}
