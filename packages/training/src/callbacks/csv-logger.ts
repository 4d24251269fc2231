import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { checkWritable, writeFileAtomically } from '@neurona/checkpoints';
import type { EpochResult } from '../loop/history.js';
import type { Callback, TrainingState } from './callback.js';

/** Settings of {@link CSVLogger}. */
export interface CSVLoggerOptions {
  /** Separator of the values, default `,`. */
  readonly separator?: string;
  /** Whether to write standard deviations over the batches too, as `lossStd`; default false. */
  readonly deviations?: boolean;
}

const csvLoggerOptions: OptionTable<CSVLoggerOptions> = { separator: ',', deviations: false };

type Row = Readonly<Record<string, number>>;

/**
 * Writes the results of each epoch as a row of a CSV file, with the epoch from 1, the learning rate and the seconds. The file
 * is complete after every epoch. A resumed training continues after the rows of its checkpoint.
 * @param path - In a browser a path in the page's own storage (OPFS).
 * @throws {@link CheckpointError} at the start if it can't be written.
 * @example
 * new CSVLogger('runs/digits.csv').path; // => 'runs/digits.csv'
 */
export class CSVLogger implements Callback {
  readonly name = 'CSVLogger';
  readonly onRankZero = true;
  readonly path: string;
  readonly #separator: string;
  readonly #withDeviations: boolean;
  #rows: Row[] = [];
  #startedAt = 0;
  #secondsBefore = 0;

  constructor(path: string, options: CSVLoggerOptions = {}) {
    checkOptions('CSVLogger', options, csvLoggerOptions);
    this.path = checkArgument('CSVLogger', 'the path', path, 'string');
    this.#separator = options.separator ?? ',';
    this.#withDeviations = options.deviations ?? false;
  }

  async onStart(): Promise<void> {
    this.#rows = [];
    this.#startedAt = performance.now();
    this.#secondsBefore = 0;
    await checkWritable(this.name, this.path);
  }

  async onEpoch(state: TrainingState, result: EpochResult, deviations: EpochResult): Promise<void> {
    const spread = this.#withDeviations
      ? Object.fromEntries(Object.entries(deviations).map(([name, value]) => [`${name}Std`, value]))
      : {};
    const rates = Object.entries(state.optimizers).flatMap(([name, { learningRate }]) =>
      learningRate === undefined
        ? []
        : [[name === 'optimizer' ? 'learningRate' : `${name}LearningRate`, learningRate] as const],
    );
    this.#rows.push({
      epoch: state.epoch + 1,
      ...result,
      ...spread,
      ...Object.fromEntries(rates),
      seconds: Number(this.seconds().toFixed(3)),
    });
    await writeFileAtomically(this.path, new TextEncoder().encode(this.text()));
  }

  /** The rows so far. */
  stateDict(): CSVLoggerState {
    return { rows: this.#rows, seconds: this.seconds() };
  }

  loadStateDict(saved: CSVLoggerState): void {
    this.#rows = [...saved.rows];
    this.#secondsBefore = saved.seconds;
  }

  private seconds(): number {
    return this.#secondsBefore + (performance.now() - this.#startedAt) / 1000;
  }

  private text(): string {
    // Epochs without validation have fewer numbers.
    const names = [...new Set(this.#rows.flatMap((row) => Object.keys(row)))];
    const line = (cells: readonly unknown[]): string =>
      cells.map((cell) => this.cell(cell)).join(this.#separator);
    return [names, ...this.#rows.map((row) => names.map((name) => row[name]))]
      .map((cells) => `${line(cells)}\n`)
      .join('');
  }

  private cell(value: unknown): string {
    const text = value === undefined ? '' : String(value);
    return /["\r\n]/.test(text) || text.includes(this.#separator) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}

/** What {@link CSVLogger} saves. */
export interface CSVLoggerState {
  readonly rows: readonly Row[];
  readonly seconds: number;
}
