// internal
import { BackendError } from '@neurona/backend';
import type { KernelExports } from '../generated/exports.js';
import type { Heap } from '../heap.js';
import { wholeLines } from '../whole-lines.js';
import { AREA_BYTES, CONTROL_BYTES, numbers, SPINS, words } from './control.js';
import { startWorker } from './thread-host.js';

/** Names of the module's functions. */
export type KernelFunction = Exclude<keyof KernelExports, 'heapBase'>;

/** A kernel call that threads may share: units of work, cut into chunks of neighbours. */
export interface Job {
  readonly kernel: KernelFunction;
  /** Estimated time on one thread, in nanoseconds. */
  readonly work: number;
  /** The arguments for all units. */
  readonly args: readonly number[];
  /** By how much each argument grows with every unit; those that are left out don't. */
  readonly steps: readonly number[];
  /** Which argument is the number of units. */
  readonly count: number;
  /** Chunks are multiples of this many units, default 1. */
  readonly grain?: number;
  /** Which argument is memory of the thread's own, and how many bytes: blocks that follow each other, one a thread. */
  readonly local?: readonly [argument: number, bytes: number];
}

/** Minimum work to share while workers poll, and to wake them for, in nanoseconds. */
export const LEAST_WORK = 15_000;
const LEAST_WORK_ASLEEP = 60_000;
/** Target duration of a chunk, in nanoseconds. */
const SHORTEST_CHUNK = 10_000;
const LONGEST_CHUNK = 250_000;
/** Work that is shared even if workers were late recently, in nanoseconds. */
const MOST_PATIENCE = 20e6;
/** After a worker was late, less is shared for so many times its delay at first, and for so many milliseconds at most. */
const SHORTEST_REST = 4;
const LONGEST_REST = 200;
/** A worker is late when its last chunk ends so many milliseconds after it could have. */
const LATE = 0.2;
/** A worker that doesn't end its chunk in so many milliseconds is considered lost. */
const LOST_AFTER = 30_000;

/**
 * Workers that run the module's functions on the same memory. They start with the first job that is large enough; the caller always
 * does its share, so that a job never waits for a worker that sleeps or hasn't started.
 */
export class ThreadPool {
  readonly #words: Int32Array;
  readonly #numbers: Float64Array;
  readonly #control = new SharedArrayBuffer(CONTROL_BYTES);
  readonly #functions: ((...args: number[]) => void)[];
  readonly #indices = new Map<string, number>();
  readonly #canWait: boolean;
  #ends: (() => void)[] = [];
  #state: 'new' | 'running' | 'stopped' = 'new';
  /** Until `busyUntil` (milliseconds), less work than this is not shared (nanoseconds). */
  #patience = 0;
  #busyUntil = 0;
  /** How long it was so last, in milliseconds. */
  #rest = 0;
  /** Number of threads that work, or will once there is work. */
  threads: number;

  constructor(
    readonly module: WebAssembly.Module,
    readonly heap: Heap,
    exports: KernelExports,
    /** How many threads there are at most, with the caller. */
    readonly size: number,
  ) {
    this.threads = size;
    this.#words = new Int32Array(this.#control);
    this.#numbers = new Float64Array(this.#control);
    const entries = Object.entries(exports) as unknown as [string, (...args: number[]) => void][];
    this.#functions = entries.map(([, kernel]) => kernel);
    entries.forEach(([name], i) => {
      this.#indices.set(name, i);
    });
    this.#canWait = canWait(this.#words);
  }

  /** Runs a job to its end, with the workers' help if it is worth it. */
  run(job: Job): void {
    const { work, args, count } = job;
    const kernel = this.#indices.get(job.kernel)!;
    const units = args[count]!;
    if (this.#state === 'new' && work >= LEAST_WORK_ASLEEP) this.#start();
    if (units < 2 || !this.#pays(work)) {
      this.#functions[kernel]!(...args);
      return;
    }
    const chunk = this.#chunkOf(job, units);
    this.#publish(job, kernel, units, chunk);
    try {
      this.#takeChunks(job, kernel, units, chunk);
    } finally {
      Atomics.store(this.#words, words.open, 0);
      this.#join((work * chunk) / units);
    }
    if (Atomics.load(this.#words, words.failed) === 1) {
      throw new BackendError('wasm', {
        expected: 'valid arguments',
        received: 'a kernel that failed in a thread',
      });
    }
  }

  /** How many workers have started. */
  get ready(): number {
    return Atomics.load(this.#words, words.ready);
  }

  /** How many jobs were offered to the workers so far. */
  get offered(): number {
    return Atomics.load(this.#words, words.job);
  }

  /** How many chunks of work the workers took from the caller so far. */
  get taken(): number {
    return Atomics.load(this.#words, words.taken);
  }

  /** Resets the memory of late workers. */
  forgive(): void {
    this.#busyUntil = 0;
    this.#rest = 0;
  }

  /** Ends the workers; jobs run on the caller alone then. */
  stop(): void {
    this.#state = 'stopped';
    this.threads = 1;
    for (const end of this.#ends.splice(0)) end();
  }

  #start(): void {
    this.#state = 'running';
    const lost = () => {
      if (this.#state === 'running' && --this.threads === 1) this.stop();
    };
    try {
      for (let thread = 1; thread < this.size; thread++) {
        const area = this.heap.allocate(AREA_BYTES);
        const start = { module: this.module, memory: this.heap.memory, control: this.#control, thread, area };
        this.#ends.push(startWorker(start, lost));
      }
    } catch {
      this.stop(); // a page whose policy forbids workers, or a system without a thread to spare
    }
  }

  /** Whether a job is worth the workers' help now. */
  #pays(work: number): boolean {
    const { ready } = this;
    if (this.#state !== 'running' || ready === 0) return false;
    const isAwake = Atomics.load(this.#words, words.sleeping) < ready;
    return work >= (isAwake ? LEAST_WORK : LEAST_WORK_ASLEEP) && (work >= this.#patience || !this.#isBusy());
  }

  /** Whether a worker was late recently, as the machine is busy. */
  #isBusy(): boolean {
    if (performance.now() < this.#busyUntil) return true;
    this.#patience = 0;
    return false;
  }

  #chunkOf({ work, grain = 1 }: Job, units: number): number {
    const share = work / (6 * this.size);
    const time = Math.min(LONGEST_CHUNK, Math.max(SHORTEST_CHUNK, share));
    const most = Math.max(1, Math.ceil((time * units) / work / grain));
    return evenChunk(Math.ceil(units / grain), most, this.size) * grain;
  }

  #publish(job: Job, kernel: number, units: number, chunk: number): void {
    const shared = this.#words;
    const { args, steps, local } = job;
    shared[words.kernel] = kernel;
    shared[words.length] = args.length;
    shared[words.count] = job.count;
    shared[words.units] = units;
    shared[words.chunk] = chunk;
    shared[words.local] = local ? local[0] : -1;
    shared[words.localBytes] = local ? wholeLines(local[1]) : 0;
    for (let i = 0; i < args.length; i++) {
      this.#numbers[numbers.args + i] = args[i]!;
      this.#numbers[numbers.steps + i] = steps[i] ?? 0;
    }
    Atomics.store(shared, words.failed, 0);
    Atomics.store(shared, words.next, 0);
    Atomics.store(shared, words.open, 1);
    Atomics.add(shared, words.job, 1);
    const asleep = Atomics.load(shared, words.sleeping);
    if (asleep > 0) Atomics.notify(shared, words.job, Math.min(asleep, Math.ceil(units / chunk) - 1));
  }

  #takeChunks({ args, steps, count }: Job, kernel: number, units: number, chunk: number): void {
    const run = this.#functions[kernel]!;
    const own = [...args];
    for (;;) {
      const first = Atomics.add(this.#words, words.next, 1) * chunk;
      if (first >= units) return;
      for (let i = 0; i < steps.length; i++) own[i] = args[i]! + first * (steps[i] ?? 0);
      own[count] = Math.min(chunk, units - first);
      run(...own);
    }
  }

  /** Waits until no worker is inside the job: after that none will touch it. `chunkTime` is that of a chunk, about. */
  #join(chunkTime: number): void {
    const shared = this.#words;
    let since = 0;
    for (let spins = 1; Atomics.load(shared, words.active) > 0; spins++) {
      if (spins % SPINS !== 0) continue;
      if (since === 0) since = performance.now();
      if (this.#canWait) this.#sleep();
      if (performance.now() - since < LOST_AFTER) continue;
      this.stop();
      throw new BackendError('wasm', {
        expected: 'every thread to end its part of a kernel',
        received: `none from ${Atomics.load(shared, words.active)} of them in ${LOST_AFTER / 1000} s`,
        hint: 'From now on one thread does all the work; wasm({ threads: 1 }) starts like that.',
      });
    }
    const late = since === 0 ? 0 : performance.now() - since - (2 * chunkTime) / 1e6;
    if (late > LATE) this.#wasLate(late);
  }

  /** For a while, shares only work that is large enough for such a delay: for longer each time that a worker is late again soon after. */
  #wasLate(milliseconds: number): void {
    const now = performance.now();
    const isBusyStill = now < this.#busyUntil + this.#rest;
    this.#rest = Math.min(isBusyStill ? 2 * this.#rest : SHORTEST_REST * milliseconds, LONGEST_REST);
    this.#patience = Math.min(4e6 * milliseconds, MOST_PATIENCE);
    this.#busyUntil = now + this.#rest;
  }

  #sleep(): void {
    Atomics.store(this.#words, words.waiting, 1);
    const active = Atomics.load(this.#words, words.active);
    if (active > 0) Atomics.wait(this.#words, words.active, active, 1000);
    Atomics.store(this.#words, words.waiting, 0);
  }
}

/** At most so many units at a time, and not many fewer, that the thread with the most work has as little as can be. */
function evenChunk(units: number, most: number, threads: number): number {
  let [best, least] = [most, Number.POSITIVE_INFINITY];
  for (let chunk = most; chunk >= Math.max(1, most >> 1, most - 8); chunk--) {
    const share = Math.ceil(Math.ceil(units / chunk) / threads) * chunk;
    if (share < least) [best, least] = [chunk, share];
  }
  return best;
}

/** Whether this thread may sleep: a browser's main thread may not. */
function canWait(shared: Int32Array): boolean {
  try {
    Atomics.wait(shared, words.job, -1, 0);
    return true;
  } catch {
    return false;
  }
}
