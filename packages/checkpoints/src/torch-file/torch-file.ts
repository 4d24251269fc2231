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
import { isTensor, type PickleValue, type TorchStorage, type TorchTensorView } from './pickle-values.js';

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

  constructor(root: PickleValue, source: ByteSource, locate: Locate) {
    this.#tensors = tensorsOf(root);
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
    const { stored } = tensor.storage;
    const { bytes, dtype } = storageFormats.get(stored)!;
    return { stored, dtype, shape: tensor.shape, sizeBytes: bytes * sizeOf(tensor.shape) };
  }

  async read(name: string, options: ReadTensorOptions = {}): Promise<HostArray> {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw noSuchTensor(name, this);
    const { storage, offset, strides } = options.rows ? rowsOf(name, tensor, options.rows) : tensor;
    const shape = options.rows ? [options.rows[1] - options.rows[0], ...tensor.shape.slice(1)] : tensor.shape;
    const { stored } = storage;
    const { bytes, dtype } = storageFormats.get(stored)!;
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
    if (total > 16 * this.#source.size) {
      throw new CheckpointError(subject, {
        expected: 'tensors that share storages now and then',
        received: `${total} bytes of them in a file of ${this.#source.size}`,
        file: this.file,
      });
    }
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

/** The tensors of a state dictionary, also of one inside of a dictionary with other things. */
function tensorsOf(root: PickleValue): Map<string, TorchTensorView> {
  const inner =
    root instanceof Map
      ? wrappers.map((key) => root.get(key)).find((value) => value instanceof Map)
      : undefined;
  const found = new Map<string, TorchTensorView>();
  collect(inner ?? root, '', found, new Set());
  return found;
}

const deepest = 8;

function collect(
  value: PickleValue,
  path: string,
  found: Map<string, TorchTensorView>,
  seen: Set<PickleValue>,
  depth = 0,
): void {
  if (isTensor(value)) {
    found.set(path || 'tensor', value);
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

function checkView(name: string, { storage, offset, shape, strides }: TorchTensorView, file: string): void {
  const size = shape.includes(0) ? 0 : sizeOf(shape);
  if (size <= storage.count && offset + spanOf(shape, strides) <= storage.count) return;
  throw new CheckpointError(subject, {
    expected: `a tensor within its storage of ${storage.count} values`,
    received: `shape [${shape.join(', ')}] with strides [${strides.join(', ')}] from ${offset} on`,
    tensor: name,
    file,
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
