// internal
import { ArgumentError } from '@neurona/backend';
import { DatasetError } from '../../dataset-error.js';
import { describeExamples, type Job, type Loaded } from '../job.js';
import { LoadFailure, loadError } from '../load-failure.js';
import type { Pass } from '../pass.js';
import type { WorkerOptions } from './dataset-worker.js';
import { type LoadRequest, receiveError, type WorkerAnswer } from './messages.js';
import { linkWorker, type WorkerLink } from './worker-link.js';

const helloMs = 60_000; // a module that has not called serveDataset by then never will
const callHint = "The worker's module must call serveDataset.";

interface Waiting {
  readonly job: Job;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
  resolve(loaded: Loaded | undefined): void;
  reject(error: unknown): void;
}

interface Member {
  readonly link: WorkerLink;
  readonly waiting: Map<number, Waiting>;
  /** Requests that wait until the worker is ready. */
  unsent: LoadRequest[] | undefined;
  readonly helloTimer: ReturnType<typeof setTimeout>;
}

/** Workers that make batches; each batch goes to the least busy one. */
export class WorkerPool {
  readonly #members: Member[] = [];
  #nextId = 0;
  #failure: unknown;

  private constructor(
    private readonly options: WorkerOptions,
    private readonly length: number | undefined,
  ) {}

  /**
   * Starts workers.
   * @param length - How many examples the loader's own data set has, if that is known.
   */
  static async start(options: WorkerOptions, length: number | undefined): Promise<WorkerPool> {
    const pool = new WorkerPool(options, length);
    try {
      for (let number = 0; number < options.count; number++) pool.#members.push(pool.#start(number));
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** Whether a worker died or threw: no more batches come. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  load(pass: Pass, job: Job): Promise<Loaded | undefined> {
    if (this.#failure) return Promise.reject(this.#failure);
    const member = this.#members.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
    const number = this.#members.indexOf(member);
    const { timeoutMs } = this.options;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => this.#die(number, `nothing for ${timeoutMs} ms`), timeoutMs);
      member.waiting.set(id, { job, timer, resolve, reject });
      member.link.hold(true);
      const request = { id, pass, job };
      if (member.unsent) member.unsent.push(request);
      else member.link.post(request);
    });
  }

  async close(): Promise<void> {
    this.#fail(
      new DatasetError('DataLoader', { expected: 'its workers', received: 'none, as it was closed' }),
    );
    await Promise.all(this.#members.splice(0).map(({ link }) => link.end()));
  }

  #start(number: number): Member {
    const worker = this.options.create(number);
    if (typeof worker?.postMessage !== 'function') {
      throw new ArgumentError('DataLoader', {
        expected: 'workers.create to return a worker',
        received: worker,
      });
    }
    const link = linkWorker(worker, {
      answer: (answer) => this.#hear(number, answer),
      death: (reason) => this.#die(number, reason),
    });
    const helloTimer = setTimeout(() => this.#die(number, 'nothing for a minute', callHint), helloMs);
    return { link, waiting: new Map(), unsent: [], helloTimer };
  }

  #hear(number: number, answer: WorkerAnswer): void {
    const member = this.#members[number]!;
    if (answer.kind === 'hello') {
      clearTimeout(member.helloTimer);
      for (const request of member.unsent ?? []) member.link.post(request);
      member.unsent = undefined;
    } else if (answer.kind === 'ready') {
      if (answer.length !== this.length) this.#fail(this.#otherLength(number, answer.length));
    } else if (answer.kind === 'closed') {
      this.#die(number, 'its end');
    } else if (answer.kind === 'failed') {
      const failure = new LoadFailure(answer.what, receiveError(answer.cause));
      const error = loadError(failure, `worker ${number}`);
      if (answer.id === undefined) this.#fail(error);
      else this.#settle(member, answer.id)?.reject(error);
    } else {
      this.#settle(member, answer.id)?.resolve(answer.loaded);
    }
  }

  #settle(member: Member, id: number): Waiting | undefined {
    const waiting = member.waiting.get(id);
    clearTimeout(waiting?.timer);
    member.waiting.delete(id);
    if (member.waiting.size === 0) member.link.hold(false); // an idle worker doesn't keep the process
    return waiting;
  }

  #otherLength(number: number, length: number | undefined): DatasetError {
    return new DatasetError('DataLoader', {
      expected: `${this.length ?? 'an unknown number of'} examples in the worker, as the loader's data set has`,
      received: length ?? 'an unknown number',
      where: `worker ${number}`,
      hint: 'serveDataset must have the same examples; transforms may differ.',
    });
  }

  #die(number: number, reason: unknown, hint?: string): void {
    const { waiting, unsent } = this.#members[number]!;
    const [first] = waiting.values();
    const error = new DatasetError('DataLoader', {
      expected: `worker ${number} to make ${first ? describeExamples(first.job) : 'batches'}`,
      received: reason instanceof Error ? `${reason.name}: ${reason.message}` : reason,
      hint: hint ?? (unsent ? callHint : undefined),
      cause: reason instanceof Error ? reason : undefined,
    });
    this.#fail(error);
  }

  /** Ends all waiting: what one worker lacks, no other has. */
  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { waiting, helloTimer, link } of this.#members) {
      clearTimeout(helloTimer);
      for (const { timer, reject } of waiting.values()) {
        clearTimeout(timer);
        reject(error);
      }
      waiting.clear();
      link.hold(false);
    }
  }
}
