import { ArgumentError, type RandomPosition } from '@neurona/backend';

/** State of a generator, to continue from. */
export interface GeneratorState {
  /** An integer from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Blocks of four numbers used up so far. */
  readonly offset: number;
}

/**
 * A stream of random numbers, the same on every backend: Philox4x32-10, whose key is the seed and whose counter is the offset. A
 * drawing of n numbers moves the offset by ⌈n / 4⌉.
 * @example
 * const rng = new Generator(42);
 * await rand([2], { rng }).array();
 * rng.state; // => { seed: 42, offset: 1 }
 * @see Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011, doi:10.1145/2063384.2063405
 */
export class Generator {
  #seed: number;
  #offset = 0;

  /**
   * @param seed - An integer from 0 to 2^53 - 1.
   * @throws {@link ArgumentError} if the seed is anything else.
   */
  constructor(seed: number) {
    this.#seed = checkCount('Generator', 'seed', seed);
  }

  /** What the stream depends on. */
  get seed(): number {
    return this.#seed;
  }

  /** Blocks of four numbers used up so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Seed and offset, to be saved with a model and set again. */
  get state(): GeneratorState {
    return { seed: this.#seed, offset: this.#offset };
  }

  set state({ seed, offset }: GeneratorState) {
    checkCount('Generator.state', 'offset', offset);
    this.#seed = checkCount('Generator.state', 'seed', seed);
    this.#offset = offset;
  }

  /**
   * Starts again with a seed.
   * @throws {@link ArgumentError} if it is not an integer from 0 to 2^53 - 1.
   * @example
   * const rng = new Generator(1);
   * rng.manualSeed(7);
   * rng.state; // => { seed: 7, offset: 0 }
   */
  manualSeed(seed: number): this {
    this.state = { seed, offset: 0 };
    return this;
  }

  /**
   * Reserves numbers: returns the position of the first and advances by ⌈size / 4⌉.
   * @example
   * const rng = new Generator(1);
   * rng.take(5);
   * rng.take(1); // => { seed: 1, offset: 2 }
   */
  take(size: number): RandomPosition {
    const position = this.state;
    this.#offset += Math.ceil(size / 4);
    return position;
  }
}

function checkCount(subject: string, name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ArgumentError(subject, { expected: `a whole ${name} from 0 to 2^53 - 1`, received: value });
}

// One generator for the whole program, even where a bundle holds this package twice.
const slot = Symbol.for('neurona.generator');
const store = globalThis as { [slot]?: Generator };

/**
 * Returns an argument that is a generator, also one of another copy of this package.
 * @param subject - The function that errors name.
 * @throws {@link ArgumentError} if it is something else.
 * @example
 * checkGenerator('shuffle', new Generator(1)).seed; // => 1
 */
export function checkGenerator(subject: string, rng: Generator): Generator {
  if (typeof rng?.take === 'function') return rng;
  throw new ArgumentError(subject, {
    expected: 'rng to be a generator',
    received: rng,
    hint: 'Pass new Generator(seed), or nothing.',
  });
}

/**
 * The generator that functions use when no `rng` is given; its seed differs from run to run until `manualSeed`.
 * @example
 * manualSeed(3);
 * defaultGenerator().seed; // => 3
 */
export function defaultGenerator(): Generator {
  store[slot] ??= new Generator(Math.floor(Math.random() * 2 ** 53));
  return store[slot];
}

/**
 * Seeds the generator that functions use when no `rng` is passed: from here on they return the same numbers in every run, on every
 * backend.
 * @param seed - An integer from 0 to 2^53 - 1.
 * @throws {@link ArgumentError} if the seed is anything else.
 * @example
 * manualSeed(6202);
 * const first = await rand([3]).array();
 * manualSeed(6202);
 * const again = await rand([3]).array();
 * first.every((value, i) => value === again[i]); // => true
 */
export const manualSeed = (seed: number): Generator => defaultGenerator().manualSeed(seed);
