// internal
import { workerSource } from './worker-source.js';

/** Data passed to a worker. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The block of control.ts. */
  readonly control: SharedArrayBuffer;
  /** 1 for the first worker: 0 is the caller. */
  readonly thread: number;
  /** The area of its functions. */
  readonly area: number;
}

type NodeModules = {
  'node:os': typeof import('node:os');
  'node:worker_threads': typeof import('node:worker_threads');
};

/** A module of Node.js; undefined in browsers. Bundlers don't see it. */
function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
}

/** More threads than this seldom help. */
const MOST_THREADS = 8;

/** Whether threads can share memory here: everywhere in Node.js, in browsers where the page is isolated from other origins. */
export const canShareMemory = (): boolean =>
  typeof SharedArrayBuffer === 'function' &&
  (nodeModule('node:worker_threads') !== undefined ||
    (globalThis.crossOriginIsolated === true && typeof Worker === 'function'));

/** The default number of threads: one for each core, up to eight. */
export function usefulThreads(): number {
  const cores =
    nodeModule('node:os')?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.max(1, Math.min(cores, MOST_THREADS));
}

/** A number of threads in words. */
export const describeThreads = (count: number): string => (count === 1 ? 'one thread' : `${count} threads`);

/** Maximum time for a worker to start, in milliseconds. */
const PATIENCE = 10_000;

/** Whether workers can start here. One is tried out, as a page's policy or a process's permissions may forbid it. */
export async function canStartWorkers(): Promise<boolean> {
  let end = () => {};
  try {
    return await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE);
      const endWorker = tryWorker(resolve);
      end = () => {
        clearTimeout(timer);
        endWorker();
      };
    });
  } catch {
    return false;
  } finally {
    end();
  }
}

/** Starts a worker that does nothing; `started` is called with whether it does. Returns a function that ends it. */
function tryWorker(started: (does: boolean) => void): () => void {
  const threads = nodeModule('node:worker_threads');
  if (threads) {
    const worker = new threads.Worker('', { eval: true, execArgv: [] });
    worker.on('online', () => started(true));
    worker.on('error', () => started(false));
    return () => void worker.terminate();
  }
  const url = URL.createObjectURL(new Blob(['postMessage(0)'], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onmessage = () => started(true);
  worker.onerror = (event) => {
    event.preventDefault();
    started(false);
  };
  return () => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
}

/**
 * Starts a worker that doesn't keep the program alive; `lost` is called when it can't start or ends. Returns a function that
 * ends it.
 */
export function startWorker(start: WorkerStart, lost: () => void): () => void {
  const threads = nodeModule('node:worker_threads');
  if (threads) {
    // Without the program's own flags: its loaders and hooks are not for this worker.
    const worker = new threads.Worker(workerSource, { eval: true, workerData: start, execArgv: [] });
    worker.on('error', lost);
    worker.on('exit', lost);
    worker.unref();
    return () => void worker.terminate();
  }
  const url = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onerror = (event) => {
    event.preventDefault(); // one thread less is no fault of the program
    lost();
  };
  worker.postMessage(start);
  return () => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
}
