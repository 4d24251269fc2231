// internal: reads pickles that hold tensors, and runs nothing of what is in them
import { CheckpointError } from '../checkpoint-error.js';
import { type Instruction, instructions } from './pickle-instructions.js';
import { valueOfLine } from './pickle-lines.js';
import {
  call,
  idOfLine,
  isKnownGlobal,
  type PickleValue,
  storageOf,
  type TorchStorage,
} from './pickle-values.js';

const subject = 'loadTorch';

const pairsOf = (items: readonly PickleValue[]): [PickleValue, PickleValue][] =>
  Array.from({ length: items.length / 2 }, (_, i) => [items[2 * i]!, items[2 * i + 1]!]);

/** A machine with a stack, as Python's; what it builds is bounded by the length of the pickle. */
export class Unpickler {
  readonly #view: DataView;
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #stack: PickleValue[] = [];
  /** The storages that pickles named, by key. */
  readonly storages = new Map<string, TorchStorage>();

  /** @param at - Where the pickle begins; afterwards, where it ended. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
    public at = 0,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads one pickle. */
  read(): PickleValue {
    this.#stack = [];
    this.#marks.length = 0;
    this.#memo.clear();
    for (;;) {
      const start = this.at;
      const name = instructions.get(this.bytes[this.skip(1)]!);
      if (name === undefined) throw this.fail('instructions that torch.save writes', 'another', start);
      if (name === 'stop') return this.pop();
      const value = this.run(name, start);
      if (value !== undefined) this.#stack.push(value);
    }
  }

  /** Runs one instruction, and returns the value that it leaves on the stack. */
  private run(name: Instruction, start: number): PickleValue | undefined {
    const view = this.#view;
    switch (name) {
      case 'proto':
        this.skip(1);
        return undefined;
      case 'frame':
        this.skip(8);
        return undefined;
      case 'mark':
        this.#marks.push(this.#stack.length);
        return undefined;
      case 'popMark':
        this.popToMark();
        return undefined;
      case 'pop':
        this.pop();
        return undefined;
      case 'dup':
        return this.top();
      case 'none':
        return null;
      case 'true':
        return true;
      case 'false':
        return false;
      case 'int':
        return view.getInt32(this.skip(4), true);
      case 'int1':
        return view.getUint8(this.skip(1));
      case 'int2':
        return view.getUint16(this.skip(2), true);
      case 'long1':
        return this.long(view.getUint8(this.skip(1)), start);
      case 'float':
        return view.getFloat64(this.skip(8), false);
      case 'unicode':
      case 'string':
        return this.text(view.getUint32(this.skip(4), true));
      case 'shortUnicode':
      case 'shortString':
        return this.text(view.getUint8(this.skip(1)));
      case 'bytes':
        return this.take(view.getUint32(this.skip(4), true));
      case 'shortBytes':
        return this.take(view.getUint8(this.skip(1)));
      case 'emptyTuple':
      case 'emptyList':
      case 'emptySet':
        return [];
      case 'emptyDict':
        return new Map();
      case 'tuple':
        return this.popToMark();
      case 'tuple1':
        return this.popMany(1);
      case 'tuple2':
        return this.popMany(2);
      case 'tuple3':
        return this.popMany(3);
      case 'append':
        return this.append(this.popMany(1), start);
      case 'appends':
      case 'addItems':
        return this.append(this.popToMark(), start);
      case 'setItem':
        return this.setItems(this.popMany(2), start);
      case 'setItems':
        return this.setItems(this.popToMark(), start);
      case 'put':
        return this.remember(view.getUint8(this.skip(1)));
      case 'longPut':
        return this.remember(view.getUint32(this.skip(4), true));
      case 'memoize':
        return this.remember(this.#memo.size);
      case 'get':
        return this.recall(view.getUint8(this.skip(1)), start);
      case 'longGet':
        return this.recall(view.getUint32(this.skip(4), true), start);
      case 'global': {
        const [module, attribute] = [this.line(), this.line()];
        return this.global(`${module}.${attribute}`, start);
      }
      case 'stackGlobal': {
        const [module, attribute] = this.popMany(2);
        if (typeof module !== 'string' || typeof attribute !== 'string') {
          throw this.fail('a name', 'something else', start);
        }
        return this.global(`${module}.${attribute}`, start);
      }
      case 'reduce':
      case 'newObject': {
        const [callee, args] = this.popMany(2) as [PickleValue, PickleValue];
        return call(subject, callee, args, start, this.file);
      }
      case 'build': // attributes of an object, as `_metadata` of a state dictionary: nobody needs them
        this.pop();
        return undefined;
      case 'persistent':
        return this.storage(this.pop(), start);
      case 'persistentLine':
        return this.storage(idOfLine(this.line()), start);
      case 'long4':
        return this.long(view.getUint32(this.skip(4), true), start);
      case 'intLine':
      case 'longLine':
      case 'floatLine':
      case 'stringLine':
      case 'unicodeLine': {
        const line = this.line();
        const value = valueOfLine(name, line);
        if (value === undefined) throw this.fail('a value in a line of text', line.slice(0, 120), start);
        return value;
      }
      case 'putLine':
        return this.remember(this.index(start));
      case 'getLine':
        return this.recall(this.index(start), start);
      case 'list':
        return this.popToMark();
      case 'dict': {
        const items = this.popToMark();
        if (items.length % 2 !== 0) throw this.fail('keys with values', 'half a pair', start);
        return new Map(pairsOf(items));
      }
    }
  }

  private storage(id: PickleValue, start: number): TorchStorage {
    const storage = storageOf(id);
    const before = storage && this.storages.get(storage.key);
    if (!storage || (before && (before.count !== storage.count || before.stored !== storage.stored))) {
      throw this.fail('a storage of values of one known type', 'another', start);
    }
    this.storages.set(storage.key, storage);
    return storage;
  }

  /** A number in a line, by which a value is remembered. */
  private index(start: number): number {
    const line = this.line();
    if (!/^\d{1,9}$/.test(line)) throw this.fail('a number in a line of text', line.slice(0, 120), start);
    return Number(line);
  }

  private remember(index: number): undefined {
    this.#memo.set(index, this.top());
  }

  private get floor(): number {
    return this.#marks.at(-1) ?? 0;
  }

  private popMany(count: number): PickleValue[] {
    if (this.#stack.length - count < this.floor) throw this.fail('enough values on the stack', 'too few');
    return this.#stack.splice(this.#stack.length - count);
  }

  private pop(): PickleValue {
    return this.popMany(1)[0]!;
  }

  private popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.fail('a mark on the stack', 'none');
    return this.#stack.splice(mark);
  }

  private top(): PickleValue {
    if (this.#stack.length <= this.floor) throw this.fail('a value on the stack', 'none');
    return this.#stack.at(-1)!;
  }

  private recall(index: number, start: number): PickleValue {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.fail('a value that was remembered', `number ${index}`, start);
    return value;
  }

  private append(items: readonly PickleValue[], start: number): undefined {
    const list = this.top();
    if (!Array.isArray(list)) throw this.fail('a list to append to', 'something else', start);
    for (const item of items) list.push(item);
  }

  private setItems(items: readonly PickleValue[], start: number): undefined {
    const map = this.top();
    if (!(map instanceof Map) || items.length % 2 !== 0) {
      throw this.fail('a dictionary, and keys with values', 'something else', start);
    }
    for (const [key, value] of pairsOf(items)) map.set(key, value);
  }

  private global(name: string, start: number): PickleValue {
    if (isKnownGlobal(name)) return { kind: 'global', name };
    throw new CheckpointError(subject, {
      expected: 'a file of tensors alone',
      received: `an object of Python's ${name.slice(0, 120)}`,
      offset: start,
      file: this.file,
      hint: 'Save the state dictionary alone: torch.save(model.state_dict(), path). Nothing in the file was run.',
    });
  }

  /** Little-endian, in two's complement. */
  private long(size: number, start: number): PickleValue {
    if (size > 16) throw this.fail('an integer of at most 16 bytes', size, start);
    const bytes = this.take(size);
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    if (size > 0 && bytes[size - 1]! >= 128) value -= 1n << BigInt(8 * size);
    const isSafe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return isSafe ? Number(value) : value;
  }

  private line(): string {
    const stop = this.bytes.indexOf(10, this.at);
    if (stop < 0) throw this.fail('a name that ends', 'the end of the file');
    const text = this.text(stop - this.at);
    this.at = stop + 1;
    return text;
  }

  private text(size: number): string {
    return new TextDecoder().decode(this.take(size));
  }

  private take(size: number): Uint8Array {
    const start = this.skip(size);
    return this.bytes.subarray(start, start + size);
  }

  /** Goes on by some bytes, and returns where they begin. */
  private skip(size: number): number {
    const start = this.at;
    if (start + size > this.bytes.length) throw this.fail('a whole pickle', 'one that is cut short');
    this.at += size;
    return start;
  }

  private fail(expected: string, received: unknown, offset = this.at): CheckpointError {
    return new CheckpointError(subject, {
      expected,
      received,
      offset,
      where: 'in the pickle',
      file: this.file,
    });
  }
}
