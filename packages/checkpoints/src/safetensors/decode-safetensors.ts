import { checkArgument } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { CheckpointError } from '../checkpoint-error.js';
import { headerLength, maxHeaderBytes, parseHeader, type TensorEntry } from './header.js';
import { storageFormats } from './storage-formats.js';

/** The arrays of a safetensors file and its metadata. */
export interface DecodedSafetensors {
  /** By key, in the order of the header. */
  readonly tensors: Record<string, HostArray>;
  /** The file's `__metadata__`. */
  readonly metadata: Record<string, string>;
}

/**
 * Reads a whole safetensors file. F16, BF16, F32 and F64 become float32; I8 to I64 and U8 to U64 int32; BOOL bool.
 * @throws {@link CheckpointError} if the file is damaged, or an integer in it is out of the range of int32.
 * @example
 * const bytes = encodeSafetensors({ a: hostArray(new Int32Array([1, 2])) }, { epoch: '3' });
 * const { tensors, metadata } = decodeSafetensors(bytes);
 * tensors.a.values; // => [1, 2]
 * metadata.epoch; // => '3'
 */
export function decodeSafetensors(bytes: Uint8Array, file?: string): DecodedSafetensors {
  const subject = 'decodeSafetensors';
  checkArgument(subject, 'the file', bytes, 'bytes');
  const length = headerLength(subject, bytes, bytes.length, maxHeaderBytes, file);
  const { metadata, entries } = parseHeader(subject, bytes.subarray(8, 8 + length), bytes.length, file);
  const tensors = Array.from(entries, ([name, entry]) => {
    const raw = bytes.subarray(entry.start, entry.stop);
    return [name, decodeValues(subject, name, entry, raw, file)] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata: { ...metadata } };
}

/**
 * @internal An array of the bytes of its values, which are copied, unless they are all of a buffer that may be used for it.
 * @throws {@link CheckpointError} if a value can't be represented.
 */
export function decodeValues(
  subject: string,
  name: string,
  { stored, dtype, shape, start }: TensorEntry,
  raw: Uint8Array,
  file?: string,
  buffer?: ArrayBuffer,
): HostArray {
  const { bytes, read } = storageFormats.get(stored)!;
  const values = read(buffer ?? new Uint8Array(raw).buffer); // a copy, as views need aligned offsets
  if (typeof values !== 'number') return { values, shape, dtype };
  throw new CheckpointError(subject, {
    expected: dtype === 'bool' ? 'booleans, 0 or 1' : 'integers in the range of int32',
    received: `another ${stored} at index ${values}`,
    tensor: name,
    offset: start + values * bytes,
    file,
  });
}
