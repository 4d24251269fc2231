/** A worker, as `new Worker(…)` makes it in a browser or with `node:worker_threads`. */
export interface DatasetWorker {
  postMessage(message: unknown): void;
  terminate(): unknown;
}

/** How a `DataLoader` loads in workers. */
export interface WorkerOptions {
  /** Number of workers. */
  readonly count: number;
  /**
   * Starts worker i; its module calls {@link serveDataset}. Written as
   * `() => new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module' })` bundlers find the module.
   */
  readonly create: (number: number) => DatasetWorker;
  /** Whether workers keep running for the next epoch, until the loader's `close()`; default false. */
  readonly persistent?: boolean;
  /** Longest time that a worker may take for a batch, default no limit. */
  readonly timeoutMs?: number;
}
