// internal
import { type DType, type Shape, sizeOf } from '@neurona/backend';
import { CheckpointError } from '../../checkpoint-error.js';
import { fromHalves } from '../../safetensors/half-floats.js';
import type { Message } from './message.js';

/** Values of a file. Integers of 64 bits, which sizes and axes are, stay numbers and never reach the device. */
export interface StoredTensor {
  readonly name: string;
  readonly type: DType | 'int64';
  readonly shape: Shape;
  readonly values: Float32Array | Int32Array | Uint8Array | readonly number[];
}

/** Bytes of files beside the model. */
export type External = ReadonlyMap<string, Uint8Array>;

interface Kind {
  readonly type: StoredTensor['type'];
  readonly bytes: number;
  /** Values of bytes, of which there are as many as wanted. */
  readonly raw: (view: DataView, count: number) => StoredTensor['values'];
  /** Values of the message's fields, where there are no bytes. */
  readonly typed: (message: Message) => readonly number[];
}

const each = (count: number, read: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => read(i));
const floats = (count: number, read: (i: number) => number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => read(i));
const int32s = (count: number, read: (i: number) => number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => read(i));
const int32Data = (message: Message): number[] => message.integers(5);

/** Element types by their numbers in onnx.proto. */
const kinds: Readonly<Record<number, Kind>> = {
  1: {
    type: 'float32',
    bytes: 4,
    raw: (v, n) => floats(n, (i) => v.getFloat32(4 * i, true)),
    typed: (m) => m.floats(4),
  },
  2: { type: 'int32', bytes: 1, raw: (v, n) => int32s(n, (i) => v.getUint8(i)), typed: int32Data },
  3: { type: 'int32', bytes: 1, raw: (v, n) => int32s(n, (i) => v.getInt8(i)), typed: int32Data },
  4: { type: 'int32', bytes: 2, raw: (v, n) => int32s(n, (i) => v.getUint16(2 * i, true)), typed: int32Data },
  5: { type: 'int32', bytes: 2, raw: (v, n) => int32s(n, (i) => v.getInt16(2 * i, true)), typed: int32Data },
  6: { type: 'int32', bytes: 4, raw: (v, n) => int32s(n, (i) => v.getInt32(4 * i, true)), typed: int32Data },
  7: {
    type: 'int64',
    bytes: 8,
    raw: (v, n) => each(n, (i) => Number(v.getBigInt64(8 * i, true))),
    typed: (m) => m.integers(7),
  },
  9: {
    type: 'bool',
    bytes: 1,
    raw: (v, n) => Uint8Array.from(each(n, (i) => +(v.getUint8(i) !== 0))),
    typed: int32Data,
  },
  10: {
    type: 'float32',
    bytes: 2,
    raw: (v, n) => fromHalves(Uint16Array.from(each(n, (i) => v.getUint16(2 * i, true)))),
    typed: (m) => Array.from(fromHalves(Uint16Array.from(m.integers(5)))),
  },
  11: {
    type: 'float32',
    bytes: 8,
    raw: (v, n) => floats(n, (i) => v.getFloat64(8 * i, true)),
    typed: (m) => m.doubles(10),
  },
};

/** Reads values; those of sizes that don't fit are refused before memory is taken. */
export function readTensor(message: Message, external: External, file: string): StoredTensor {
  const name = message.text(8);
  const fail = (expected: string, received: unknown, hint?: string): CheckpointError =>
    new CheckpointError('importONNX', { expected, received, tensor: name, file, hint });
  const shape = message.integers(1);
  const count = sizeOf(shape);
  if (shape.some((size) => size < 0) || !Number.isSafeInteger(count))
    throw fail('sizes of at least 0', shape);
  const number = message.integer(2);
  const kind = kinds[number];
  if (!kind) throw fail('values of a type that is read here: float, integer or bool', `type ${number}`);
  const bytes = message.integer(14) === 1 ? externalBytes(message, external, fail) : message.bytes(9);
  if (bytes !== undefined) {
    if (bytes.length !== count * kind.bytes)
      throw fail(`${count * kind.bytes} bytes of values`, bytes.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return { name, type: kind.type, shape, values: kind.raw(view, count) };
  }
  const typed = kind.typed(message);
  if (typed.length !== count) throw fail(`${count} values`, typed.length);
  const values =
    kind.type === 'int64'
      ? typed
      : kind.type === 'float32'
        ? Float32Array.from(typed)
        : kind.type === 'bool'
          ? Uint8Array.from(typed, (value) => +(value !== 0))
          : Int32Array.from(typed);
  return { name, type: kind.type, shape, values };
}

/** Where values lie in a file beside the model: its name, the first byte, and how many. */
export function externalPlace(message: Message): {
  location: string;
  offset: number;
  length: number | undefined;
} {
  const entries = new Map(message.messages(13).map((pair) => [pair.text(1), pair.text(2)]));
  const length = entries.get('length');
  return {
    location: entries.get('location') ?? '',
    offset: Number(entries.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}

function externalBytes(
  message: Message,
  external: External,
  fail: (expected: string, received: unknown, hint?: string) => CheckpointError,
): Uint8Array {
  const { location, offset, length } = externalPlace(message);
  const bytes = external.get(location);
  if (!bytes) {
    throw fail(
      `values in the file ${JSON.stringify(location.slice(0, 120))} beside the model`,
      'no such file',
      'Put it where the model is, or pass it in { external }.',
    );
  }
  const stop = length === undefined ? bytes.length : offset + length;
  if (Number.isInteger(offset) && offset >= 0 && stop >= offset && stop <= bytes.length)
    return bytes.subarray(offset, stop);
  throw fail(`bytes ${offset} to ${stop} in ${location.slice(0, 120)}`, `${bytes.length} bytes in all`);
}
