import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { Dataset } from '../../dataset.js';
import type { HostArray } from '../../host-array.js';
import type { IterableDataset } from '../../iterable-dataset.js';
import { batchMaker } from '../batch-maker.js';
import type { Collate } from '../collate/collate.js';
import type { BatchSource, Loaded } from '../job.js';
import { LoadFailure } from '../load-failure.js';
import type { Pass } from '../pass.js';
import { type LoadRequest, sendError, type WorkerAnswer } from './messages.js';

/** Settings of {@link serveDataset}. */
export interface ServeOptions {
  /** Combines examples into a batch, default {@link stackExamples}. */
  readonly collate?: Collate;
}

const serveOptions: OptionTable<ServeOptions> = { collate: undefined };

/**
 * Turns a worker into one that loads examples for a `DataLoader` of another thread. Call it once, at the top of the worker's
 * module: reading, transforms and collating then run there, and arrays are transferred without a copy.
 *
 *     // data.worker.ts
 *     serveDataset(async () => mapDataset(await digits(), augment));
 *
 *     // train.ts
 *     new DataLoader(await digits(), {
 *       workers: { count: 2, create: () => new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module' }) },
 *     });
 *
 * In Node.js `Worker` comes from `node:worker_threads`, in browsers it is there. The loader's own data set says how many
 * examples there are; transforms may be left out there. An iterable data set is iterated by every worker, but what
 * {@link mapDataset} adds to it is done by one of them for each example.
 * @param make - Makes the data set; called in each worker.
 * @throws {@link ArgumentError} if this is not a worker.
 */
export function serveDataset(
  make: () => Dataset | IterableDataset | Promise<Dataset | IterableDataset>,
  options: ServeOptions = {},
): void {
  checkOptions('serveDataset', options, serveOptions);
  const port = loaderPort();
  const making = Promise.resolve().then(make);
  making.then(
    ({ length }) => port.post({ kind: 'ready', length }),
    (cause) =>
      port.post({ kind: 'failed', what: "a data set from serveDataset's function", cause: sendError(cause) }),
  );
  let current: { readonly pass: Pass; readonly source: BatchSource } | undefined;
  port.listen(async ({ id, pass, job }) => {
    try {
      const dataset = await making;
      if (!current || current.pass.pass !== pass.pass || current.pass.seed !== pass.seed) {
        void current?.source.close();
        current = { pass, source: batchMaker(dataset, options.collate, pass) };
      }
      const loaded = await current.source.load(job);
      const own = loaded && withOwnArrays(loaded);
      port.post({ kind: 'loaded', id, loaded: own }, own?.fields.map(({ values }) => values.buffer) ?? []);
    } catch (error) {
      const { what, cause } = error instanceof LoadFailure ? error : new LoadFailure('a batch', error);
      port.post({ kind: 'failed', id, what, cause: sendError(cause) });
    }
  });
  port.post({ kind: 'hello' });
}

/** Arrays that can be transferred: others, which are in use or share memory, are copied. */
function withOwnArrays({ fields, count, isFresh }: Loaded): Loaded {
  const seen = new Set<unknown>();
  const own = fields.map((field): HostArray => {
    const mayGo = isFresh && !seen.has(field.values.buffer) && field.values.buffer instanceof ArrayBuffer;
    seen.add(field.values.buffer);
    return mayGo ? field : { ...field, values: field.values.slice() };
  });
  return { fields: own, count, isFresh: true };
}

interface LoaderPort {
  post(answer: WorkerAnswer, transfer?: readonly ArrayBufferLike[]): void;
  listen(hear: (request: LoadRequest) => void): void;
}

/** The way to the thread that started this worker. */
function loaderPort(): LoaderPort {
  const scope = globalThis as unknown as WebWorkerScope;
  if (typeof scope.WorkerGlobalScope === 'function') {
    const close = scope.close.bind(scope);
    const post: LoaderPort['post'] = (answer, transfer = []) => scope.postMessage(answer, [...transfer]);
    scope.close = () => {
      post({ kind: 'closed' }); // nobody else would say so
      close();
    };
    return { post, listen: (hear) => scope.addEventListener('message', ({ data }) => hear(data)) };
  }
  const threads =
    typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:worker_threads');
  const port = threads?.parentPort;
  if (!port) {
    throw new ArgumentError('serveDataset', {
      expected: 'to be called in a worker',
      received: 'the main thread',
      hint: "Call it in a separate module, which the loader's workers.create starts.",
    });
  }
  return {
    post: (answer, transfer = []) => port.postMessage(answer, transfer as readonly ArrayBuffer[]),
    listen: (hear) => port.on('message', hear),
  };
}

/** What is used of a web worker's global scope, whose types the compiler has only for all files or none. */
interface WebWorkerScope {
  readonly WorkerGlobalScope?: unknown;
  postMessage(message: unknown, transfer: readonly ArrayBufferLike[]): void;
  addEventListener(type: 'message', hear: (event: { readonly data: LoadRequest }) => void): void;
  close(): void;
}
