// internal: tensors of a file that torch.save wrote
import { sizeOf, stridesOf, typedArray } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from '../files/byte-source.js';
import { readBytes } from '../files/file-source.js';
import { decodeValues } from '../safetensors/decode-safetensors.js';
import { checkRows } from '../safetensors/row-range.js';
import {
  noSuchTensor,
  type ReadTensorOptions,
  type TensorFile,
  type TensorInfo,
} from '../safetensors/safetensors-file.js';
import { storageFormats } from '../safetensors/storage-formats.js';
import {
  isOther,
  isTensor,
  type PickleValue,
  storageBytes,
  type TorchStorage,
  type TorchTensorView,
} from './pickle-values.js';

const subject = 'loadTorch';

/** Where the values of a storage begin in the file. */
export type Locate = (storage: TorchStorage) => Promise<number>;

/** A file whose pickle was read. */
export class TorchFile implements TensorFile {
  readonly metadata = {};
  readonly names: readonly string[];
  readonly #tensors: ReadonlyMap<string, TorchTensorView>;
  readonly #source: ByteSource;
  readonly #locate: Locate;

  constructor(root: PickleValue, source: ByteSource, locate: Locate, onLeftOut?: OnLeftOut) {
    const { tensors, others } = tensorsOf(root);
    this.#tensors = tensors;
    if (!onLeftOut) checkKinds(others, source.name);
    else for (const [name, what] of others) onLeftOut(name, what);
    for (const [name, tensor] of this.#tensors) checkView(name, tensor, source.name);
    this.names = [...this.#tensors.keys()];
    this.#source = source;
    this.#locate = locate;
    if (this.names.length === 0) {
      throw new CheckpointError(subject, {
        expected: 'tensors by name',
        received: 'none',
        file: source.name,
      });
    }
  }

  get file(): string {
    return this.#source.name;
  }

  info(name: string): TensorInfo | undefined {
    const tensor = this.#tensors.get(name);
    if (!tensor) return undefined;
    const { stored } = tensor;
    const { bytes, dtype } = storageFormats.get(stored)!;
    return { stored, dtype, shape: tensor.shape, sizeBytes: bytes * sizeOf(tensor.shape) };
  }

  async read(name: string, options: ReadTensorOptions = {}): Promise<HostArray> {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw noSuchTensor(name, this);
    const { storage, stored, offset, strides } = options.rows ? rowsOf(name, tensor, options.rows) : tensor;
    const shape = options.rows ? [options.rows[1] - options.rows[0], ...tensor.shape.slice(1)] : tensor.shape;
    const { bytes, dtype } = storageFormats.get(stored)!;
    checkSize(bytes * sizeOf(shape), this.#source);
    if (shape.includes(0)) return { values: typedArray(dtype, 0), shape, dtype };
    const span = spanOf(shape, strides);
    const start = (await this.#locate(storage)) + offset * bytes;
    const raw = await readBytes(subject, this.#source, start, start + span * bytes);
    const run = { stored, dtype, shape: [span], start, stop: start + span * bytes };
    const { values } = decodeValues(subject, name, run, raw, this.file);
    return { values: inOrder(values, dtype, shape, strides), shape, dtype };
  }

  async readAll(): Promise<Record<string, HostArray>> {
    const total = this.names.reduce((sum, name) => sum + this.info(name)!.sizeBytes, 0);
    checkSize(total, this.#source);
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

/** Under what keys trainings keep the state of the model. */
const wrappers = ['state_dict', 'model_state_dict', 'model', 'module', 'net', 'params_ema', 'params'];

/** Called with the name and the kind of a tensor that is skipped. */
export type OnLeftOut = (name: string, kind: string) => void;

interface Found {
  readonly tensors: Map<string, TorchTensorView>;
  /** What the tensors of other kinds are, by name. */
  readonly others: Map<string, string>;
}

/** The tensors of a state dictionary, also of one inside of a dictionary with other things. */
function tensorsOf(root: PickleValue): Found {
  const inner =
    root instanceof Map
      ? wrappers.map((key) => root.get(key)).find((value) => value instanceof Map)
      : undefined;
  const found: Found = { tensors: new Map(), others: new Map() };
  collect(inner ?? root, '', found, new Set());
  return found;
}

const deepest = 8;

function collect(value: PickleValue, path: string, found: Found, seen: Set<PickleValue>, depth = 0): void {
  if (isTensor(value)) {
    found.tensors.set(path || 'tensor', value);
    return;
  }
  if (isOther(value)) {
    found.others.set(path || 'tensor', value.what);
    return;
  }
  const isList = Array.isArray(value);
  if ((!isList && !(value instanceof Map)) || seen.has(value) || depth === deepest) return;
  seen.add(value); // a list may hold itself
  for (const [key, item] of value.entries()) {
    if (typeof key !== 'string' && typeof key !== 'number') continue;
    collect(item as PickleValue, path === '' ? String(key) : `${path}.${key}`, found, seen, depth + 1);
  }
}

/** Number of values from the first of a view to its last. */
const spanOf = (shape: readonly number[], strides: readonly number[]): number =>
  shape.includes(0) ? 0 : shape.reduce((span, size, axis) => span + (size - 1) * strides[axis]!, 1);

function checkView(name: string, view: TorchTensorView, file: string): void {
  const { storage, stored, offset, shape, strides } = view;
  const { bytes } = storageFormats.get(stored)!;
  const count = Math.floor(storageBytes(storage) / bytes);
  const isWithin = offset + spanOf(shape, strides) <= count;
  if (isWithin && Number.isSafeInteger(bytes * sizeOf(shape))) return;
  throw new CheckpointError(subject, {
    expected: `a tensor within its storage of ${count} values`,
    received: `shape [${shape.join(', ')}] with strides [${strides.join(', ')}] from ${offset} on`,
    tensor: name,
    file,
  });
}

/** Tensors may repeat values and share them; what is more than all of this is no file that one would save. */
function checkSize(sizeBytes: number, source: ByteSource): void {
  if (sizeBytes <= Math.max(16 * source.size, 2 ** 30)) return;
  throw new CheckpointError(subject, {
    expected: 'tensors that repeat or share values now and then',
    received: `${sizeBytes} bytes of them in a file of ${source.size}`,
    file: source.name,
  });
}

function checkKinds(others: ReadonlyMap<string, string>, file: string): void {
  const [first] = others;
  if (!first) return;
  const names = [...others].slice(0, 5).map(([name, what]) => `${name}, ${what}`);
  const rest = others.size > names.length ? ` and ${others.size - names.length} more` : '';
  throw new CheckpointError(subject, {
    expected: 'tensors of floats, integers or booleans, with all their values',
    received: names.join('; ').slice(0, 400) + rest,
    tensor: first[0],
    file,
    hint: 'To load the others, pass onLeftOut, which is called with the name and the kind of each tensor that is skipped.',
  });
}

function rowsOf(name: string, tensor: TorchTensorView, rows: readonly [number, number]): TorchTensorView {
  checkRows(subject, name, tensor.shape, rows);
  return { ...tensor, offset: tensor.offset + rows[0] * tensor.strides[0]! };
}

/** The values of a view in row-major order. */
function inOrder(
  values: HostArray['values'],
  dtype: HostArray['dtype'],
  shape: readonly number[],
  strides: readonly number[],
): HostArray['values'] {
  const plain = stridesOf(shape);
  if (shape.every((size, axis) => size === 1 || strides[axis] === plain[axis])) return values;
  const result = typedArray(dtype, sizeOf(shape));
  const index = shape.map(() => 0);
  for (let i = 0, from = 0; i < result.length; i++) {
    result[i] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
