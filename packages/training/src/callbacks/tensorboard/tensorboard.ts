import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { checkWritable } from '@neurona/checkpoints';
import { createLogFile } from '#log-file';
import type { EpochResult } from '../../loop/history.js';
import { seriesOf } from '../../loop/series-name.js';
import type { Callback, TrainingState } from '../callback.js';
import type { Histogram } from '../histogram.js';
import type { ParameterSpread } from '../parameter-histograms.js';
import { type EventRecord, eventRecord, type SummaryValue } from './event-record.js';
import type { LogFile } from './log-file.js';

/** Settings of {@link TensorBoard}. */
export interface TensorBoardOptions {
  /** Also writes the means so far after every n optimizer steps; default none, only after epochs. No step waits for them. */
  readonly everySteps?: number;
}

const tensorBoardOptions: OptionTable<TensorBoardOptions> = { everySteps: 1 };

/**
 * Writes event files for TensorBoard: `loss/train` and `loss/validation`, likewise each metric, and the learning rates, over
 * the optimizer steps. Histograms too, if `ParameterHistograms` passes them to `spread`. A resumed training writes a new file
 * that replaces earlier results from its step on. Files are closed however training ends.
 * @param folder - Created if it is missing; in a browser it is in the page's own storage (OPFS).
 * @throws {@link ArgumentError} if `everySteps` is not an integer of at least 1.
 * @throws {@link CheckpointError} at the start if the folder can't be written to.
 * @example
 * new TensorBoard('runs/digits', { everySteps: 100 }).folder; // => 'runs/digits'
 */
export class TensorBoard implements Callback {
  readonly order: number = 10; // after those whose results it logs
  readonly onRankZero = true;
  readonly folder: string;
  readonly everySteps: number;
  #file: Promise<LogFile> | undefined;
  #reading: Promise<void> = Promise.resolve(); // of numbers of steps, in their order
  #writing: Promise<void> = Promise.resolve();
  #waiting: EventRecord[] = []; // given before the file was made

  constructor(folder: string, options: TensorBoardOptions = {}) {
    checkOptions('TensorBoard', options, tensorBoardOptions);
    this.folder = checkArgument('TensorBoard', 'the folder', folder, 'string');
    this.everySteps = options.everySteps ?? Number.POSITIVE_INFINITY;
    const isWhole = Number.isInteger(this.everySteps) || options.everySteps === undefined;
    if (!isWhole || this.everySteps < 1) {
      throw new ArgumentError('TensorBoard', {
        expected: 'everySteps to be an integer of at least 1',
        received: this.everySteps,
      });
    }
  }

  async onStart(state: TrainingState): Promise<void> {
    this.#writing = Promise.resolve();
    const name = fileName();
    await checkWritable('TensorBoard', `${this.folder.replace(/\/$/, '')}/${name}`);
    this.#file = createLogFile(this.folder, name);
    await this.#file;
    this.put({ wallTime: seconds(), fileVersion: 'brain.Event:2' });
    if (state.isResumed) this.put({ wallTime: seconds(), step: state.totalSteps + 1, isStart: true });
    for (const event of this.#waiting.splice(0)) this.put(event);
    await this.#writing;
  }

  onStep(state: TrainingState): void {
    const { totalSteps } = state;
    if (totalSteps % this.everySteps !== 0) return;
    const wallTime = seconds();
    const numbers = state.read();
    numbers.catch(() => {}); // the loop reports a failure of the device
    this.#reading = this.#reading.then(async () => {
      const found = await numbers.catch(() => undefined);
      if (found) this.put({ wallTime, step: totalSteps, values: scalars(found) });
    });
  }

  async onEpoch(state: TrainingState, result: EpochResult): Promise<void> {
    const rates = Object.entries(state.optimizers).flatMap(([name, { learningRate }]): SummaryValue[] =>
      learningRate === undefined
        ? []
        : [{ tag: name === 'optimizer' ? 'learningRate' : `learningRate/${name}`, scalar: learningRate }],
    );
    await this.#reading;
    this.put({ wallTime: seconds(), step: state.totalSteps, values: [...scalars(result), ...rates] });
    await this.#writing;
  }

  async onEnd(): Promise<void> {
    const file = await this.#file?.catch(() => undefined); // onStart has reported it
    try {
      await this.#reading;
      await this.#writing;
    } finally {
      this.#file = undefined;
      await file?.close();
    }
  }

  /** Writes a custom number. */
  scalar(tag: string, value: number, step: number): void {
    this.put({ wallTime: seconds(), step, values: [{ tag, scalar: value }] });
  }

  /** Writes a custom histogram. */
  histogram(tag: string, value: Histogram, step: number): void {
    this.put({ wallTime: seconds(), step, values: [{ tag, histogram: value }] });
  }

  /** Writes histograms of weights and gradients, as `ParameterHistograms` returns them. */
  spread({ totalSteps, weights, gradients }: ParameterSpread): void {
    const tagged = (group: string, found: Readonly<Record<string, Histogram>>): SummaryValue[] =>
      Object.entries(found).map(([path, histogram]) => ({ tag: `${group}/${path}`, histogram }));
    const values = [...tagged('weights', weights), ...tagged('gradients', gradients)];
    this.put({ wallTime: seconds(), step: totalSteps, values });
  }

  /** Writes an event after those before it. */
  private put(event: EventRecord): void {
    const file = this.#file;
    if (!file) {
      this.#waiting.push(event);
      return;
    }
    this.#writing = this.#writing.then(async () => (await file).write(eventRecord(event)));
    this.#writing.catch(() => {}); // awaited after the epoch, or at the end
  }
}

const seconds = (): number => Date.now() / 1000;

let files = 0;

/** As TensorBoard's own writers name them: by time, so that they are read in order. */
function fileName(): string {
  const isNode = typeof process !== 'undefined' && process.pid !== undefined;
  const time = String(Math.floor(seconds())).padStart(10, '0');
  return `events.out.tfevents.${time}.neurona.${isNode ? process.pid : Math.floor(Math.random() * 1e6)}.${files++}`;
}

/** `valLoss` is `loss/validation`, `loss` is `loss/train`: one chart for both. */
const scalars = (numbers: EpochResult): SummaryValue[] =>
  Object.entries(numbers).map(([name, scalar]) => {
    const { metric, of } = seriesOf(name, Object.keys(numbers));
    return { tag: `${metric}/${of}`, scalar };
  });
