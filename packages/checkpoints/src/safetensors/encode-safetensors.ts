import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  sizeOf,
} from '@neurona/backend';
import { type HostArray, isHostArray } from '@neurona/datasets';
import { type FloatStorage, storageFormats, storedAs, storedBytes } from './storage-formats.js';

/** Settings of {@link encodeSafetensors}. */
export interface EncodeSafetensorsOptions {
  /** How floats are stored: `F32` (default) keeps every bit, `F16` and `BF16` round to 16 bits. */
  readonly floats?: FloatStorage;
}

/** @internal */
export const encodeOptions: OptionTable<EncodeSafetensorsOptions> = { floats: 'F32' };

/**
 * Encodes arrays as the bytes of a safetensors file: float32 as F32, int32 as I32, bool as BOOL. The header begins with its
 * length and is padded, and wider values come first, so that each array is aligned.
 * @param metadata - Strings by key, stored under `__metadata__`.
 * @throws {@link ArgumentError} if a shape doesn't hold its values, or a key is `__metadata__`.
 * @example
 * const bytes = encodeSafetensors({ weight: hostArray(new Float32Array([1, 2])) });
 * bytes.length; // => 80
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostArray>>,
  metadata?: Readonly<Record<string, string>>,
  options: EncodeSafetensorsOptions = {},
): Uint8Array {
  checkOptions('encodeSafetensors', options, encodeOptions);
  const chunks = [...safetensorsChunks(tensors, metadata, options)];
  const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * @internal The same bytes in pieces: the header, then one piece for each array. The pieces of F32, I32 and BOOL are the arrays
 * themselves, not copies.
 */
export function* safetensorsChunks(
  tensors: Readonly<Record<string, HostArray>>,
  metadata: Readonly<Record<string, string>> | undefined,
  options: EncodeSafetensorsOptions = {},
): Generator<Uint8Array> {
  const floats = options.floats ?? 'F32';
  checkArgument('encodeSafetensors', 'tensors', tensors, 'record', 'Pass arrays by name.');
  const arrays = Object.entries(tensors).map(([name, array]) => {
    checkArray(name, array);
    const stored = storedAs(array.dtype, floats);
    return { name, array, stored, itemBytes: storageFormats.get(stored)!.bytes, start: 0 };
  });
  const inFile = [...arrays].sort((a, b) => b.itemBytes - a.itemBytes);
  let position = 0;
  for (const entry of inFile) {
    entry.start = position;
    position += entry.array.values.length * entry.itemBytes;
  }
  const header = arrays.map(({ name, array: { shape, values }, stored, itemBytes, start }) => {
    return [
      name,
      { dtype: stored, shape, data_offsets: [start, start + values.length * itemBytes] },
    ] as const;
  });
  const texts = metadata && Object.keys(metadata).length > 0 ? [['__metadata__', metadata] as const] : [];
  yield headerBytes(JSON.stringify(Object.fromEntries<unknown>([...texts, ...header])));
  for (const { array, stored } of inFile) yield storedBytes(array.values, stored);
}

/** Length and JSON, padded with spaces to a multiple of 8 bytes. */
function headerBytes(json: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  return bytes;
}

/** @internal Refuses what is no array with as many values as its shape says. */
export function checkArray(name: string, array: HostArray): void {
  if (!isHostArray(array)) {
    throw new ArgumentError('encodeSafetensors', {
      expected: 'arrays with shape and dtype',
      received: array,
      where: name,
    });
  }
  const { values, shape } = array;
  if (name === '__metadata__') {
    throw new ArgumentError('encodeSafetensors', { expected: 'another key', received: name });
  }
  if (sizeOf(shape) === values.length) return;
  throw new ArgumentError('encodeSafetensors', {
    expected: `${sizeOf(shape)} values for shape ${describeShape(shape)}`,
    received: values.length,
    where: name,
  });
}
