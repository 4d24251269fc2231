// internal
import type { BatchSource, Job, Loaded } from './job.js';

/** Prefetches batches, and returns them in order. */
export class PrefetchQueue {
  readonly #pending: Promise<Loaded | undefined>[] = [];
  #isDone = false;
  #willRefill = false;

  /**
   * @param jobs - The batches of the epoch.
   * @param ahead - Number of prefetched batches.
   */
  constructor(
    private readonly jobs: Iterator<Job>,
    private readonly source: BatchSource,
    private readonly ahead: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** The next batch; nothing past the end. */
  async next(): Promise<Loaded | undefined> {
    this.signal?.throwIfAborted();
    if (this.#pending.length === 0) this.#start();
    const loading = this.#pending.shift();
    if (!loading) return undefined;
    if (this.source.isElsewhere) while (this.#pending.length < this.ahead && this.#start());
    else this.#refillLater();
    const loaded = await untilAborted(loading, this.signal);
    if (!loaded) this.#isDone = true;
    return loaded;
  }

  /** Starts no more. */
  close(): void {
    this.#isDone = true;
    this.#pending.length = 0;
  }

  #start(): boolean {
    if (this.#isDone) return false;
    const { done, value: job } = this.jobs.next();
    if (done) {
      this.#isDone = true;
      return false;
    }
    const loading = this.source.load(job);
    loading.catch(() => {}); // awaited when its turn comes
    this.#pending.push(loading);
    return true;
  }

  /** Starts batches in turns of their own, so that the caller's step reaches the device before this thread is busy again. */
  #refillLater(): void {
    if (this.#willRefill || this.#isDone || this.#pending.length >= this.ahead) return;
    this.#willRefill = true;
    nextTurn(() => {
      this.#willRefill = false;
      if (this.#pending.length < this.ahead && this.#start()) this.#refillLater();
    });
  }
}

const nextTurn = (work: () => void): void => {
  if (typeof setImmediate === 'function') setImmediate(work);
  else setTimeout(work, 0);
};

/** Waits for a promise, or rejects as soon as the signal says to stop. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
