// internal
import { expect } from 'vitest';
import { DatasetError } from '../dataset-error.js';

/** What {@link fuzzReader} does to a file. */
export interface FuzzOptions<Result> {
  /** Whole files to change; one is chosen for each mutation. */
  readonly seeds: readonly Uint8Array[];
  /** Reads a changed file. */
  read(bytes: Uint8Array): Promise<Result> | Result;
  /** Fails if a result is not a whole data set. */
  check(result: Result, bytes: Uint8Array): void;
  /** Values that are likely to matter in a header, default sizes at the edges. */
  readonly fields?: readonly number[];
  /** How many, default 10,000. */
  readonly mutations?: number;
  /** Longest time that one may take, default 10 seconds. */
  readonly limitMs?: number;
}

/** How often files were refused and taken. */
export interface FuzzCounts {
  readonly refused: number;
  readonly taken: number;
}

/**
 * Reads thousands of damaged files. Each must be read as a whole data set or refused with a {@link DatasetError} that names the
 * file, and in time.
 */
export async function fuzzReader<Result>(options: FuzzOptions<Result>): Promise<FuzzCounts> {
  const { seeds, mutations = 10_000, limitMs = 10_000, fields = edgeSizes } = options;
  const counts = { refused: 0, taken: 0 };
  for (let i = 0; i < mutations; i++) {
    const random = new RandomNumbers(i);
    const bytes = mutate(seeds, fields, random);
    const started = performance.now();
    try {
      options.check(await inTime(options.read(bytes), limitMs), bytes);
      counts.taken++;
    } catch (error) {
      if (!(error instanceof DatasetError) || error.file === undefined) {
        throw new Error(`Mutation ${i} (${hex(bytes)}) led to ${error}`, { cause: error });
      }
      counts.refused++;
    }
    const milliseconds = performance.now() - started;
    if (milliseconds > limitMs) throw new Error(`Mutation ${i} (${hex(bytes)}) took ${milliseconds} ms`);
  }
  expect(counts.refused + counts.taken).toBe(mutations);
  return counts;
}

/** The result, unless it takes longer; what never ends is found so, too. */
async function inTime<Result>(result: Promise<Result> | Result, limitMs: number): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

const edgeSizes = [0, 1, 2, 7, 127, 128, 255, 256, 32767, 65535, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const widths = [1, 2, 4] as const;

const hex = (bytes: Uint8Array): string =>
  `${bytes.length} bytes, ${Array.from(bytes.subarray(0, 64), (byte) => byte.toString(16).padStart(2, '0')).join('')}…`;

/** One to three changes to one of the files. */
function mutate(seeds: readonly Uint8Array[], fields: readonly number[], random: RandomNumbers): Uint8Array {
  let bytes = Uint8Array.from(random.pick(seeds));
  for (let change = random.below(3); change >= 0; change--) {
    bytes = random.pick(mutators)(bytes, random, fields, seeds);
  }
  return bytes;
}

type Mutator = (
  bytes: Uint8Array<ArrayBuffer>,
  random: RandomNumbers,
  fields: readonly number[],
  seeds: readonly Uint8Array[],
) => Uint8Array<ArrayBuffer>;

const mutators: readonly Mutator[] = [
  function flipBits(bytes, random) {
    for (let count = random.below(4); count >= 0 && bytes.length > 0; count--) {
      const at = random.place(bytes.length);
      bytes[at] = bytes[at]! ^ (1 << random.below(8));
    }
    return bytes;
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random.below(bytes.length + 1));
  },
  function insert(bytes, random) {
    const at = random.place(bytes.length + 1);
    const added = Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256));
    return joined(bytes.subarray(0, at), added, bytes.subarray(at));
  },
  function remove(bytes, random) {
    const at = random.place(bytes.length + 1);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(16)));
  },
  function writeField(bytes, random, fields) {
    const width = random.pick(widths);
    if (bytes.length < width) return bytes;
    const at = random.place(bytes.length - width + 1);
    const view = new DataView(bytes.buffer);
    const value = random.pick(fields);
    const littleEndian = random.below(2) === 1;
    if (width === 1) view.setUint8(at, value);
    if (width === 2) view.setUint16(at, value, littleEndian);
    if (width === 4) view.setUint32(at, value, littleEndian);
    return bytes;
  },
  function splice(bytes, random, _fields, seeds) {
    const other = random.pick(seeds);
    return joined(
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    );
  },
];

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Numbers that only depend on a seed (xorshift32). */
class RandomNumbers {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  }

  /** An integer from 0 to before `limit`. */
  below(limit: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return limit === 0 ? 0 : (x >>> 0) % limit;
  }

  /** A place in a file, half of the time near its start, where headers are. */
  place(length: number): number {
    return this.below(2) === 0 ? this.below(Math.min(length, 64)) : this.below(length);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
