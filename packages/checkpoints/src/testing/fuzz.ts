import { CheckpointError } from '../checkpoint-error.js';

/** Numbers at random, the same each time, and changes of bytes. */
export interface FuzzRandom {
  /** An integer from 0 to below `limit`. */
  (limit: number): number;
  pick<T>(items: readonly T[]): T;
  bigInt(): bigint;
  /** A copy in which one to eight bytes differ. */
  flipBytes(bytes: Uint8Array): Uint8Array;
  /** A copy with a piece removed, doubled, zeroed or cut off. */
  splice(bytes: Uint8Array): Uint8Array;
}

/** What came of many tries. */
export interface FuzzCounts {
  read: number;
  refused: number;
  /** Errors that are no CheckpointError, and tries that took too long. */
  readonly failed: string[];
}

const slowMs = 2000;

function randomOf(seed: number): FuzzRandom {
  let state = seed + 0x9e3779b9;
  const next = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0; // Mulberry32
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return Object.assign(next, {
    pick: <T>(items: readonly T[]): T => items[next(items.length)]!,
    bigInt: () => (BigInt(next(2 ** 32)) << 32n) >> BigInt(next(64)),
    flipBytes(bytes: Uint8Array): Uint8Array {
      const copy = Uint8Array.from(bytes);
      for (let n = 1 + next(8); n > 0; n--) {
        const at = next(copy.length);
        copy[at] = next(3) === 0 ? next(256) : copy[at]! ^ (1 << next(8));
      }
      return copy;
    },
    splice(bytes: Uint8Array): Uint8Array {
      const start = next(bytes.length + 1);
      const stop = start + next(Math.min(64, bytes.length + 1 - start));
      const [head, piece, tail] = [
        bytes.subarray(0, start),
        bytes.subarray(start, stop),
        bytes.subarray(stop),
      ];
      const middle = [[], [...piece, ...piece], new Uint8Array(piece.length)][next(4)];
      return Uint8Array.from(middle ? [...head, ...middle, ...tail] : head);
    },
  });
}

/** Tries something on many changed inputs; each must succeed or throw a CheckpointError, soon. */
export function fuzz(tries: number, attempt: (random: FuzzRandom) => void): FuzzCounts {
  const counts: FuzzCounts = { read: 0, refused: 0, failed: [] };
  for (let seed = 0; seed < tries; seed++) {
    const start = performance.now();
    try {
      attempt(randomOf(seed));
      note(counts, seed, start);
    } catch (error) {
      note(counts, seed, start, error);
    }
  }
  return counts;
}

/** The same for what takes time. */
export async function fuzzAsync(
  tries: number,
  attempt: (random: FuzzRandom) => Promise<void>,
): Promise<FuzzCounts> {
  const counts: FuzzCounts = { read: 0, refused: 0, failed: [] };
  for (let seed = 0; seed < tries; seed++) {
    const start = performance.now();
    try {
      await attempt(randomOf(seed));
      note(counts, seed, start);
    } catch (error) {
      note(counts, seed, start, error);
    }
  }
  return counts;
}

function note(counts: FuzzCounts, seed: number, start: number, error?: unknown): void {
  if (error === undefined) counts.read++;
  else if (error instanceof CheckpointError) counts.refused++;
  else counts.failed.push(`seed ${seed}: ${error}`);
  if (performance.now() - start > slowMs) counts.failed.push(`seed ${seed}: slow`);
}
