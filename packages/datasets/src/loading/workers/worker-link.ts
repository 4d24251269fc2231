// internal
import type { DatasetWorker } from './dataset-worker.js';
import type { LoadRequest, WorkerAnswer } from './messages.js';

/** Events of a worker. */
export interface WorkerEvents {
  answer(answer: WorkerAnswer): void;
  /** It threw outside of loading, or exited; in a browser its module may have failed to load. */
  death(reason: unknown): void;
}

/** A worker of either kind, browser's or Node's. */
export interface WorkerLink {
  post(request: LoadRequest): void;
  /** Whether the process waits for this worker, where there is a process. */
  hold(isBusy: boolean): void;
  end(): Promise<void>;
}

/** The events that only one of the kinds has. */
interface NodeWorker extends DatasetWorker {
  on(event: 'message', hear: (answer: WorkerAnswer) => void): void;
  on(event: 'error' | 'messageerror', hear: (error: unknown) => void): void;
  on(event: 'exit', hear: (code: number) => void): void;
  ref(): void;
  unref(): void;
}
interface WebWorker extends DatasetWorker {
  addEventListener(
    type: string,
    hear: (event: { readonly data: WorkerAnswer; readonly message?: string }) => void,
  ): void;
}

export function linkWorker(worker: DatasetWorker, events: WorkerEvents): WorkerLink {
  let isEnded = false;
  const death = (reason: unknown): void => {
    if (!isEnded) events.death(reason);
  };
  const answer = (heard: WorkerAnswer): void => {
    if (!isEnded) events.answer(heard);
  };
  if (isNodeWorker(worker)) {
    worker.on('message', answer);
    worker.on('error', death);
    worker.on('messageerror', death);
    worker.on('exit', (code) => death(`exit code ${code}`));
  } else {
    const web = worker as WebWorker;
    web.addEventListener('message', ({ data }) => answer(data));
    web.addEventListener('messageerror', () => death('a message that could not be read'));
    web.addEventListener('error', ({ message }) => death(message || 'a module that could not be loaded'));
  }
  return {
    post: (request) => worker.postMessage(request),
    hold: (isBusy) => {
      if (isNodeWorker(worker)) worker[isBusy ? 'ref' : 'unref']();
    },
    end: async () => {
      isEnded = true;
      await worker.terminate();
    },
  };
}

const isNodeWorker = (worker: DatasetWorker): worker is NodeWorker =>
  'on' in worker && typeof worker.on === 'function';
