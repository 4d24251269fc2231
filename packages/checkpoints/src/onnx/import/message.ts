// internal: messages of protocol buffers, https://protobuf.dev/programming-guides/encoding/

/** A value as it is stored: a number of a varint, or bytes. */
type Stored = number | Uint8Array;

const damaged = (): RangeError => new RangeError('a field beyond its message');

/** A signed integer of up to 64 bits that begins at a byte, and where it ends; those beyond 2^53 are rounded. */
function varint(bytes: Uint8Array, start: number): readonly [value: number, end: number] {
  let value = 0;
  let scale = 1;
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return [at - start < 8 ? value : signed(bytes.subarray(start, at + 1)), at + 1];
  }
  throw damaged();
}

/** Of more than 56 bits, the first of which is the sign. */
function signed(bytes: Uint8Array): number {
  const value = bytes.reduceRight((all, byte) => (all << 7n) | BigInt(byte & 0x7f), 0n);
  return Number(BigInt.asIntN(64, value));
}

/** A message's fields by number. Bytes are parts of the file, not copies; damage is a `RangeError`. */
export class Message {
  readonly #fields = new Map<number, Stored[]>();

  constructor(bytes: Uint8Array) {
    let at = 0;
    const next = (): number => {
      const [value, end] = varint(bytes, at);
      at = end;
      return value;
    };
    const take = (size: number): Uint8Array => {
      if (!(size >= 0 && at + size <= bytes.length)) throw damaged();
      at += size;
      return bytes.subarray(at - size, at);
    };
    while (at < bytes.length) {
      const tag = next();
      const [number, kind] = [Math.floor(tag / 8), tag & 7];
      const value =
        kind === 0
          ? next()
          : kind === 1
            ? take(8)
            : kind === 2
              ? take(next())
              : kind === 5
                ? take(4)
                : undefined;
      if (value === undefined) throw damaged();
      const known = this.#fields.get(number);
      if (known) known.push(value);
      else this.#fields.set(number, [value]);
    }
  }

  /** Whether a field is there. */
  has(number: number): boolean {
    return this.#fields.has(number);
  }

  #all(number: number): readonly Stored[] {
    return this.#fields.get(number) ?? [];
  }

  /** Bytes of a field, of the last one where it is repeated. */
  bytes(number: number): Uint8Array | undefined {
    const value = this.#all(number).at(-1);
    if (value === undefined || value instanceof Uint8Array) return value;
    throw damaged();
  }

  texts(number: number): string[] {
    return this.#all(number).map((value) => {
      if (value instanceof Uint8Array) return new TextDecoder().decode(value);
      throw damaged();
    });
  }

  text(number: number): string {
    return this.texts(number).at(-1) ?? '';
  }

  messages(number: number): Message[] {
    return this.#all(number).map((value) => {
      if (value instanceof Uint8Array) return new Message(value);
      throw damaged();
    });
  }

  message(number: number): Message | undefined {
    return this.messages(number).at(-1);
  }

  /** Integers, packed or one by one. */
  integers(number: number): number[] {
    return this.#all(number).flatMap((value) => {
      if (typeof value === 'number') return [value];
      const packed: number[] = [];
      for (let at = 0; at < value.length; ) {
        const [item, end] = varint(value, at);
        packed.push(item);
        at = end;
      }
      return packed;
    });
  }

  integer(number: number, absent = 0): number {
    return this.integers(number).at(-1) ?? absent;
  }

  /** Floats of 32 bits, packed or one by one. */
  floats(number: number): number[] {
    return this.#reals(number, 4, (view, at) => view.getFloat32(at, true));
  }

  /** Floats of 64 bits. */
  doubles(number: number): number[] {
    return this.#reals(number, 8, (view, at) => view.getFloat64(at, true));
  }

  #reals(number: number, size: number, read: (view: DataView, at: number) => number): number[] {
    return this.#all(number).flatMap((value) => {
      if (!(value instanceof Uint8Array) || value.length % size !== 0) throw damaged();
      const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
      return Array.from({ length: value.length / size }, (_, i) => read(view, i * size));
    });
  }
}
