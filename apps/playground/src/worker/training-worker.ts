import { type Signal, signal } from '@preact/signals';
import type { Device, DeviceChoice } from './device.js';
import type { Command, Line, Report, StartOptions } from './protocol.js';

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
  /** Starts the worker: `() => new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' })`. */
  readonly worker: () => WorkerLine;
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
  /** What went wrong, in words; the page goes on working. */
  readonly problem: Signal<string | undefined> = signal(undefined);
  readonly seed: Signal<number>;
  readonly speed: Signal<number>;
  readonly choice: Signal<DeviceChoice>;

  #settings: Settings;
  #worker: WorkerLine | undefined;
  #goesOn = false; // whether a replacement starts at once
  #nextId = 0;
  readonly #questions = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

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
    let worker: WorkerLine;
    try {
      worker = this.options.worker();
    } catch (error) {
      this.#breakDown(error instanceof Error ? error.message : String(error));
      return;
    }
    worker.onmessage = ({ data }: MessageEvent<Report<Snapshot>>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#breakDown(event.message || 'The worker could not be loaded.');
    };
    worker.onmessageerror = () => this.#breakDown('The worker sent what can not be read.');
    this.#worker = worker;
    const { software } = this.options;
    const device = this.choice.peek();
    const [seed, speed] = [this.seed.peek(), this.speed.peek()];
    this.#send({ type: 'open', settings: this.#settings, seed, speed, device, software });
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

  /** Asks the trainer one of its `answers`. Rejects with what it throws, or when the worker ends. */
  ask<Answer>(question: string, input: unknown): Promise<Answer> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Error('There is no worker.'));
    const id = this.#nextId++;
    return new Promise<Answer>((resolve, reject) => {
      this.#questions.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#send({ type: 'ask', id, question, input });
    });
  }

  /** Asks for a snapshot, after a question that changed what is shown. */
  refresh(): void {
    this.#send({ type: 'show' });
  }

  /** Frees the worker's memory and ends it. */
  dispose(): void {
    this.#end();
  }

  #send(command: Command<Settings>): void {
    this.#worker?.postMessage(command);
  }

  #hear(report: Report<Snapshot>): void {
    switch (report.type) {
      case 'ready':
        this.device.value = report.device;
        this.status.value = 'idle';
        return;
      case 'snapshot': {
        this.snapshot.value = report.snapshot;
        this.steps.value = report.steps;
        this.status.value = report.activity;
        const worker = this.#worker;
        soon(() => worker?.postMessage({ type: 'shown' } satisfies Command<Settings>));
        return;
      }
      case 'answer':
        this.#questions.get(report.id)?.resolve(report.answer);
        this.#questions.delete(report.id);
        return;
      case 'refusal':
        this.#questions.get(report.id)?.reject(new Error(report.message));
        this.#questions.delete(report.id);
        return;
      case 'problem':
        this.#trouble(report.message, report.during);
        return;
      case 'disposed':
        return;
    }
  }

  /** A GPU that fails is replaced by WebAssembly; any other fault is shown. */
  #trouble(message: string, during: 'open' | 'training'): void {
    if (this.device.peek()?.name === 'webgpu') {
      this.#goesOn = this.status.peek() === 'running';
      this.choice.value = 'wasm';
      this.open();
      this.problem.value = message;
    } else if (during === 'open') {
      this.#breakDown(message);
    } else {
      this.status.value = 'idle';
      this.problem.value = message;
    }
  }

  #breakDown(message: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#refuse(message);
    this.status.value = 'failed';
    this.problem.value = message;
  }

  #refuse(message: string): void {
    for (const { reject } of this.#questions.values()) reject(new Error(message));
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
