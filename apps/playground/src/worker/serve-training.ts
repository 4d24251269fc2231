import type { Backend } from '@neurona/backend';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { startDevice } from './device.js';
import { problemOf, TrainingError } from './problem.js';
import {
  type Activity,
  type Command,
  type CreateTrainer,
  isOrder,
  type Line,
  type LoadTrainer,
  type Report,
  type Trainer,
} from './protocol.js';
import { unwrapped } from './transfer.js';

const frameMs = 16;
const sliceMs = 12; // work between two looks at the messages

/**
 * Runs a page's training behind a line: all that the worker does. The page names one of `trainers`, which is loaded then.
 *
 * Commands are carried out one after the other, between steps. A snapshot is sent when the page has taken the one before over, at
 * most once a frame, and so seldom that taking them costs less than a third of the time: they never pile up.
 */
export function serveTraining(
  trainers: Readonly<Record<string, LoadTrainer>>,
  line: Line = globalThis as unknown as Line,
): void {
  const server = new TrainingServer(trainers, line);
  let queue = Promise.resolve();
  line.onmessage = ({ data }: MessageEvent<Command<unknown>>) => {
    server.interrupt();
    queue = queue.then(() => server.obey(data)).catch((error) => server.fail(error));
  };
}

class TrainingServer {
  #create: CreateTrainer<unknown, unknown> | undefined;
  #trainer: Trainer<unknown, unknown> | undefined;
  #backend: Backend | undefined;
  #settings: unknown;
  readonly #streams = new Map<number, AsyncGenerator<unknown>>();
  #seed = 0;
  #speed = Infinity;
  #steps = 0;
  #orders = 0;
  #activity: Activity = 'idle';
  #looping = false;
  #working: Promise<void> = Promise.resolve();
  #waiting = 0; // commands that the loop has to let through
  #mayShow = true;
  #wantsShow = false;
  #shownAt = 0;
  #snapshotMs = 0;
  #due = 0; // when the next step may begin
  #turn: MessageChannel | undefined;

  constructor(
    readonly trainers: Readonly<Record<string, LoadTrainer>>,
    readonly line: Line,
  ) {}

  /** Asks the loop to pause after the current step, as a command came. */
  interrupt(): void {
    this.#waiting++;
  }

  async obey(command: Command<unknown>): Promise<void> {
    await this.#working;
    this.#waiting--;
    await this.#carryOut(command);
    if (this.#activity === 'running' && !this.#looping) this.#working = this.#loop();
  }

  fail(error: unknown): void {
    this.#activity = 'idle';
    this.#post({ type: 'problem', during: this.#trainer ? 'training' : 'open', problem: problemOf(error) });
  }

  async #carryOut(command: Command<unknown>): Promise<void> {
    if (isOrder(command)) this.#orders++;
    switch (command.type) {
      case 'open': {
        this.#speed = command.speed;
        this.#settings = command.settings;
        const { device: choice, software, suited } = command;
        const loading = this.#load(command.trainer);
        loading.catch(() => {}); // awaited below, after the device
        const [backend, device] = await startDevice(choice, { software, suited });
        this.#backend = backend;
        this.#create = await loading;
        this.#post({ type: 'ready', device });
        return this.#reset(command.seed);
      }
      case 'start':
        if (this.#activity === 'idle') this.#activity = 'running';
        this.#due = 0;
        return this.#show();
      case 'pause':
        if (this.#activity === 'running') this.#activity = 'idle';
        return this.#show();
      case 'step':
        if (this.#activity !== 'finished') {
          this.#activity = 'idle';
          await this.#step();
        }
        return this.#show();
      case 'reset':
        this.#activity = 'idle';
        return this.#reset(command.seed);
      case 'settings':
        this.#settings = command.settings;
        if (this.#trainer?.update?.(command.settings)) {
          if (this.#activity === 'finished') this.#activity = 'idle';
          return this.#show();
        }
        return this.#reset(this.#seed);
      case 'speed':
        this.#speed = command.speed;
        this.#due = Math.min(this.#due, performance.now() + 1000 / command.speed);
        return;
      case 'ask':
        return this.#answer(command);
      case 'next':
        return this.#next(command.id);
      case 'stop':
        await this.#streams.get(command.id)?.return(undefined);
        this.#streams.delete(command.id);
        return;
      case 'shown':
        this.#mayShow = true;
        if (this.#wantsShow) await this.#show();
        return;
      case 'show':
        return this.#show();
      case 'dispose':
        return this.#dispose();
    }
  }

  /** Makes a new trainer, and goes on training if the old one was. */
  async #reset(seed: number): Promise<void> {
    this.#trainer?.dispose();
    this.#trainer = undefined;
    await this.#endStreams();
    if (!this.#backend || !this.#create) return;
    this.#seed = seed;
    this.#steps = 0;
    if (this.#activity === 'finished') this.#activity = 'idle';
    manualSeed(seed);
    this.#trainer = await this.#create(this.#settings, seed, {
      onProgress: (loaded, total) => this.#post({ type: 'progress', loaded, total }),
    });
    await this.#show();
  }

  /** The code of a trainer. */
  async #load(name: string): Promise<CreateTrainer<unknown, unknown>> {
    const load = this.trainers[name];
    if (!load) throw new TrainingError('unknown', `There is no trainer "${name}".`);
    try {
      return (await load()) as CreateTrainer<unknown, unknown>;
    } catch (error) {
      throw new TrainingError('load', problemOf(error).message);
    }
  }

  async #step(): Promise<void> {
    if (!this.#trainer) return;
    const isDone = await this.#trainer.step();
    this.#steps++;
    if (isDone) this.#activity = 'finished';
  }

  /** Trains until a command comes. */
  async #loop(): Promise<void> {
    this.#looping = true;
    try {
      let sliceEnd = performance.now() + sliceMs;
      while (this.#activity === 'running' && this.#waiting === 0) {
        const start = performance.now();
        if (start < this.#due - 1) {
          await this.#rest(this.#due - start);
          continue;
        }
        this.#due = Math.max(this.#due, start - 100) + 1000 / this.#speed; // what was missed is not caught up
        await this.#step();
        const now = performance.now();
        const isTime = this.#mayShow && now - this.#shownAt >= Math.max(frameMs, 2 * this.#snapshotMs);
        if (this.#activity !== 'running' || isTime) await this.#show();
        if (performance.now() < sliceEnd) continue;
        await this.#letMessagesIn();
        sliceEnd = performance.now() + sliceMs;
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.#looping = false;
    }
  }

  /** Waits `ms`, or until a command comes. */
  async #rest(ms: number): Promise<void> {
    const end = performance.now() + ms;
    while (this.#waiting === 0 && performance.now() < end - 1) {
      const left = end - performance.now();
      await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(left, 0), frameMs)));
    }
  }

  /** A turn of the event loop, without the 4 ms that timers take in browsers. */
  #letMessagesIn(): Promise<void> {
    return new Promise((resolve) => {
      if (typeof setImmediate === 'function') return void setImmediate(resolve); // Node.js, whose ports would go first for ever
      this.#turn ??= new MessageChannel();
      this.#turn.port1.onmessage = () => resolve();
      this.#turn.port2.postMessage(undefined);
    });
  }

  async #show(): Promise<void> {
    const trainer = this.#trainer;
    this.#wantsShow = !this.#mayShow;
    if (!trainer || !this.#mayShow) return;
    this.#mayShow = false;
    const start = performance.now();
    const [snapshot, buffers] = unwrapped(await trainer.snapshot());
    this.#shownAt = performance.now();
    this.#snapshotMs = this.#shownAt - start;
    const [steps, activity, orders] = [this.#steps, this.#activity, this.#orders];
    this.#post({ type: 'snapshot', snapshot, steps, activity, orders }, buffers);
  }

  async #answer({ id, question, input }: Command<unknown> & { type: 'ask' }): Promise<void> {
    try {
      const answer = this.#trainer?.answers?.[question];
      if (!answer) throw new TrainingError('unknown', `There is no answer to "${question}".`);
      const found = answer(input as never);
      if (isStream(found)) {
        this.#streams.set(id, found);
        return await this.#next(id);
      }
      const [value, buffers] = unwrapped(await found);
      this.#post({ type: 'answer', id, answer: value }, buffers);
    } catch (error) {
      this.#post({ type: 'refusal', id, problem: problemOf(error) });
    }
  }

  /** The next part of a streamed answer, or its end. */
  async #next(id: number): Promise<void> {
    const stream = this.#streams.get(id);
    if (!stream) return this.#post({ type: 'answer', id, answer: undefined });
    try {
      const { done, value } = await stream.next();
      const [part, buffers] = unwrapped(value);
      if (!done) return this.#post({ type: 'part', id, part }, buffers);
      this.#streams.delete(id);
      this.#post({ type: 'answer', id, answer: part }, buffers);
    } catch (error) {
      this.#streams.delete(id);
      this.#post({ type: 'refusal', id, problem: problemOf(error) });
    }
  }

  /** Streams of the trainer before: their pages get no more parts. */
  async #endStreams(): Promise<void> {
    for (const stream of this.#streams.values()) await stream.return(undefined).catch(() => {});
    this.#streams.clear();
  }

  async #dispose(): Promise<void> {
    this.#activity = 'idle';
    await this.#endStreams();
    this.#trainer?.dispose();
    this.#trainer = undefined;
    freeConstants();
    const buffers = this.#backend?.memory().buffers ?? 0;
    this.#backend?.dispose();
    this.#backend = undefined;
    this.#turn?.port1.close();
    this.#post({ type: 'disposed', buffers });
  }

  #post(report: Report<unknown>, buffers: Transferable[] = []): void {
    this.line.postMessage(report, buffers);
  }
}

const isStream = (value: unknown): value is AsyncGenerator<unknown> =>
  typeof (value as AsyncGenerator<unknown> | undefined)?.next === 'function' &&
  typeof (value as object)[Symbol.asyncIterator as keyof object] === 'function';
