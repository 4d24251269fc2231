import { ArgumentError, philox, type RandomPosition } from '@neurona/backend';

/** Where a stream of random numbers stands, to be saved and restored. */
export type GeneratorState = RandomPosition;

/** Settings of functions that draw at random. */
export interface RandomOptions {
  /** Where the numbers come from, default the generator that {@link manualSeed} sets. */
  readonly rng?: Generator;
}

/**
 * A stream of random numbers that depends on its seed alone: the same on every backend, drawn on the device. Counter-based
 * (Philox4x32-10): each draw of n numbers moves the counter on by ⌈n / 4⌉.
 * @throws {@link ArgumentError} if the seed is not a whole number from 0 to 2^53 - 1.
 * @example
 * const a = await rand([2], { rng: new Generator(7) }).data();
 * const b = await rand([2], { rng: new Generator(7) }).data();
 * a[0] === b[0] && a[1] === b[1]; // => true
 * @see Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011, doi:10.1145/2063384.2063405
 */
export class Generator {
  #state: GeneratorState;

  constructor(seed: number) {
    this.#state = { seed: checkSeed('Generator', seed), offset: 0 };
  }

  /** Where the stream stands; setting it goes back or forth. */
  get state(): GeneratorState {
    return this.#state;
  }

  set state(state: GeneratorState) {
    this.#state = { seed: checkSeed('Generator.state', state.seed), offset: checkSeed('Generator.state', state.offset) };
  }

  /** @internal Takes the next `count` numbers from the stream: where they are. */
  take(count: number): RandomPosition {
    const position = this.#state;
    this.#state = { seed: position.seed, offset: position.offset + Math.ceil(count / 4) };
    return position;
  }

  /**
   * The numbers from 0 to n - 1 in random order, in JavaScript's memory: for shuffling data.
   * @example
   * new Generator(1).shuffled(4).sort(); // => [0, 1, 2, 3]
   */
  shuffled(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    const { seed, offset } = this.take(n);
    const words = philox(seed, offset, n);
    // Fisher–Yates; the bias of the multiplication is below n · 2^-32.
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(((words[i]! >>> 0) / 2 ** 32) * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}

// One stream for the whole program, even where a bundle holds this package twice.
const slot = Symbol.for('neurona.generator');
const store = globalThis as { [slot]?: Generator };

/** The generator that is used where none is given. Before {@link manualSeed} its seed is drawn from the system. */
export function defaultGenerator(): Generator {
  store[slot] ??= new Generator(crypto.getRandomValues(new Uint32Array(1))[0]!);
  return store[slot];
}

/**
 * Starts the default generator anew: from here on the same calls give the same numbers, on every backend.
 * @throws {@link ArgumentError} if the seed is not a whole number from 0 to 2^53 - 1.
 * @example
 * manualSeed(1);
 * const a = await rand([1]).item();
 * manualSeed(1);
 * (await rand([1]).item()) === a; // => true
 */
export function manualSeed(seed: number): Generator {
  defaultGenerator().state = { seed: checkSeed('manualSeed', seed), offset: 0 };
  return defaultGenerator();
}

function checkSeed(subject: string, seed: number): number {
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new ArgumentError(subject, { expected: 'a whole number from 0 to 2^53 - 1', received: seed });
}
