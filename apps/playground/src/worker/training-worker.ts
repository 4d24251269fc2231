import { type Signal, signal } from '@preact/signals';
import type { Device, DeviceChoice } from './device.js';
import { type Problem, TrainingError } from './problem.js';
import {
  type Command,
  type DownloadProgress,
  isOrder,
  type Line,
  type Report,
  type StartOptions,
} from './protocol.js';
import { unwrapped } from './transfer.js';

/** What the page shows of its worker. */
export type TrainingStatus = 'loading' | 'idle' | 'running' | 'finished' | 'failed';

/** A worker as this class needs it. */
export interface WorkerLine extends Line {
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  terminate(): void;
}

/** Settings of {@link TrainingWorker}. */
export interface TrainingWorkerOptions<Settings> extends StartOptions<Settings> {
  /** Starts the worker. */
  readonly worker: () => WorkerLine;
}

interface Question {
  resolve(value: unknown): void;
  reject(error: Error): void;
  /** Takes a part of a streamed answer. */
  onPart?(part: unknown): void;
}

const farewellMs = 1000; // how long a worker may take to free its memory before it is ended anyway

/**
 * A training that runs in a web worker: state as signals, controls as methods. A device that fails while it trains is replaced by
 * WebAssembly; a worker that dies leaves a message and can be started again.
 */
export class TrainingWorker<Settings, Snapshot> {
  readonly status: Signal<TrainingStatus> = signal('loading');
  readonly device: Signal<Device | undefined> = signal(undefined);
  readonly snapshot: Signal<Snapshot | undefined> = signal(undefined);
  /** Steps since the last reset. */
  readonly steps: Signal<number> = signal(0);
  /** What went wrong; the page goes on working. */
  readonly problem: Signal<Problem | undefined> = signal(undefined);
  /** How far the download is that the trainer waits for. */
  readonly progress: Signal<DownloadProgress | undefined> = signal(undefined);
  readonly seed: Signal<number>;
  readonly speed: Signal<number>;
  readonly choice: Signal<DeviceChoice>;

  #settings: Settings;
  #worker: WorkerLine | undefined;
  #goesOn = false; // whether a replacement starts at once
  #nextId = 0;
  #orders = 0; // those that were sent to the worker
  readonly #questions = new Map<number, Question>();

  constructor(readonly options: TrainingWorkerOptions<Settings>) {
    this.#settings = options.settings;
    this.seed = signal(options.seed);
    this.speed = signal(options.speed);
    this.choice = signal(options.device);
    this.open();
  }

  /** The settings in use. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Starts the worker, or starts it again. */
  open(): void {
    this.#end();
    this.status.value = 'loading';
    this.device.value = undefined;
    this.problem.value = undefined;
    this.progress.value = undefined;
    let worker: WorkerLine;
    try {
      worker = this.options.worker();
    } catch (error) {
      this.#breakDown({ kind: 'crash', message: String(error) });
      return;
    }
    worker.onmessage = ({ data }: MessageEvent<Report<Snapshot>>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      const isLoaded = event.message !== undefined && event.message !== '';
      this.#breakDown({ kind: isLoaded ? 'crash' : 'load', message: event.message ?? '' });
    };
    worker.onmessageerror = () => this.#breakDown({ kind: 'crash', message: 'unreadable message' });
    this.#worker = worker;
    this.#orders = 0;
    const { software, trainer, suited } = this.options;
    const device = this.choice.peek();
    const [seed, speed] = [this.seed.peek(), this.speed.peek()];
    this.#send({
      type: 'open',
      trainer,
      settings: this.#settings,
      seed,
      speed,
      device,
      software,
      suited,
    });
    if (this.#goesOn) this.start();
    this.#goesOn = false;
  }

  start(): void {
    if (this.status.peek() === 'idle') this.status.value = 'running';
    this.#send({ type: 'start' });
  }

  pause(): void {
    if (this.status.peek() === 'running') this.status.value = 'idle';
    this.#send({ type: 'pause' });
  }

  /** One step, then rest. */
  step(): void {
    if (this.status.peek() === 'running') this.status.value = 'idle';
    this.#send({ type: 'step' });
  }

  /** Begins anew, with another seed if one is given, and waits for `start`. */
  reset(seed: number = this.seed.peek()): void {
    this.seed.value = seed;
    if (this.status.peek() === 'failed') {
      this.open();
      return;
    }
    if (this.status.peek() !== 'loading') this.status.value = 'idle';
    this.problem.value = undefined;
    this.#send({ type: 'reset', seed });
  }

  /** Hands settings to the trainer, which takes them over or begins anew with them. */
  set(settings: Settings): void {
    this.#settings = settings;
    this.#send({ type: 'settings', settings });
  }

  setSpeed(speed: number): void {
    this.speed.value = speed;
    this.#send({ type: 'speed', speed });
  }

  /** Begins anew on another device. */
  setDevice(choice: DeviceChoice): void {
    this.choice.value = choice;
    this.#goesOn = this.status.peek() === 'running';
    this.open();
  }

  /**
   * Asks the trainer one of its `answers`; `transferred(input, buffers)` hands the buffers over. Rejects with a
   * {@link TrainingError} for what it throws, or when the worker ends.
   */
  ask<Answer>(question: string, input: unknown): Promise<Answer> {
    return this.#ask<Answer>(question, input)[1];
  }

  /** Asks for a streamed answer: `for await (const part of training.stream('write', prompt))`. Leaving the loop ends it. */
  async *stream<Part>(question: string, input: unknown): AsyncGenerator<Part, void> {
    const parts: Part[] = [];
    let wake = () => {};
    let isDone = false;
    const [id, end] = this.#ask(question, input, (part) => {
      parts.push(part as Part);
      wake();
    });
    const ended = end.finally(() => {
      isDone = true;
      wake();
    });
    ended.catch(() => {}); // thrown below
    try {
      while (true) {
        if (parts.length > 0) {
          yield parts.shift()!;
          if (!isDone) this.#send({ type: 'next', id });
        } else if (isDone) break;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
      await ended;
    } finally {
      if (!isDone) {
        this.#send({ type: 'stop', id });
        this.#questions.delete(id);
      }
    }
  }

  #ask<Answer>(
    question: string,
    input: unknown,
    onPart?: (part: unknown) => void,
  ): [id: number, answer: Promise<Answer>] {
    const id = this.#nextId++;
    if (!this.#worker) return [id, Promise.reject(new TrainingError('crash', 'There is no worker.'))];
    const [value, buffers] = unwrapped(input);
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#questions.set(id, {
        resolve: resolve as (value: unknown) => void,
        reject,
        ...(onPart && { onPart }),
      });
      this.#send({ type: 'ask', id, question, input: value }, buffers);
    });
    return [id, answer];
  }

  /** Asks for a snapshot, after a question that changed what is shown. */
  refresh(): void {
    this.#send({ type: 'show' });
  }

  /** Frees the worker's memory and ends it. */
  dispose(): void {
    this.#end();
  }

  #send(command: Command<Settings>, buffers: Transferable[] = []): void {
    if (isOrder(command)) this.#orders++;
    this.#worker?.postMessage(command, buffers);
  }

  #hear(report: Report<Snapshot>): void {
    switch (report.type) {
      case 'ready':
        this.device.value = report.device;
        this.status.value = 'idle';
        return;
      case 'snapshot': {
        this.progress.value = undefined;
        this.snapshot.value = report.snapshot;
        this.steps.value = report.steps;
        if (report.orders === this.#orders) this.status.value = report.activity; // else it is from before an order
        const worker = this.#worker;
        soon(() => worker?.postMessage({ type: 'shown' } satisfies Command<Settings>));
        return;
      }
      case 'answer':
        this.#questions.get(report.id)?.resolve(report.answer);
        this.#questions.delete(report.id);
        return;
      case 'part':
        this.#questions.get(report.id)?.onPart?.(report.part);
        return;
      case 'refusal': {
        const { kind, message, code } = report.problem;
        this.#questions.get(report.id)?.reject(new TrainingError(kind, message, code));
        this.#questions.delete(report.id);
        return;
      }
      case 'progress':
        this.progress.value = { loaded: report.loaded, total: report.total };
        return;
      case 'problem':
        this.#trouble(report.problem, report.during);
        return;
      case 'disposed':
        return;
    }
  }

  /** A GPU that fails is replaced by WebAssembly; any other fault is shown. */
  #trouble(problem: Problem, during: 'open' | 'training'): void {
    if (this.device.peek()?.name === 'webgpu') {
      this.#goesOn = this.status.peek() === 'running';
      this.choice.value = 'wasm';
      this.open();
      this.problem.value = problem;
    } else if (during === 'open') {
      this.#breakDown(problem);
    } else {
      this.status.value = 'idle';
      this.problem.value = problem;
    }
  }

  #breakDown(problem: Problem): void {
    console.info(`Training ended: ${problem.message}`); // for developers; visitors get words by kind
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#refuse(problem.message);
    this.status.value = 'failed';
    this.problem.value = problem;
  }

  #refuse(message: string): void {
    for (const { reject } of this.#questions.values()) reject(new TrainingError('crash', message));
    this.#questions.clear();
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#refuse('The worker was ended.');
    if (!worker) return;
    const timer = setTimeout(() => worker.terminate(), farewellMs);
    worker.onerror = null;
    worker.onmessage = ({ data }: MessageEvent<Report<Snapshot>>) => {
      if (data.type !== 'disposed') return;
      clearTimeout(timer);
      worker.terminate();
    };
    worker.postMessage({ type: 'dispose' } satisfies Command<Settings>);
  }
}

/**
 * After what the page does with a snapshot, so that the worker makes the next one while this one is drawn: there is never more
 * than one on its way. Seldom where the tab is hidden and nothing is drawn.
 */
function soon(callback: () => void): void {
  setTimeout(callback, typeof document !== 'undefined' && document.hidden ? 250 : 0);
}
