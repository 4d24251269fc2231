import { ArgumentError, checkArgument, checkOptions } from '@neurona/backend';
import { defaultGenerator, type Generator, rand } from '@neurona/tensor';
import type { Distribution } from './distributions.js';

/** Values of each setting to try. */
export type Grid<Settings> = { readonly [Name in keyof Settings]: readonly Settings[Name][] };

/** Values of each setting to try, or a distribution to draw them from. */
export type SearchSpace<Settings> = {
  readonly [Name in keyof Settings]: readonly Settings[Name][] | Distribution<Settings[Name]>;
};

/** One trial. */
export interface Trial<Settings> {
  readonly settings: Settings;
  /** Score that `run` returned; NaN if it threw. */
  readonly score: number;
  /** What `run` threw, if it did. */
  readonly error?: unknown;
  readonly seconds: number;
}

/** Result of a search. */
export interface SearchResult<Settings> {
  /** The trial with the best score; undefined if none has one. */
  readonly best: Trial<Settings> | undefined;
  /** All trials, in order. */
  readonly trials: readonly Trial<Settings>[];
}

/** Settings of {@link gridSearch}. */
export interface SearchOptions<Settings> {
  /** Whether to maximise or minimise the score, default `max`. */
  readonly mode?: 'min' | 'max';
  /** Ends after the current trial. */
  readonly signal?: AbortSignal;
  /** Called after each trial. */
  readonly onTrial?: (trial: Trial<Settings>, number: number, of: number) => void;
}

/** Settings of {@link randomSearch}. */
export interface RandomSearchOptions<Settings> extends SearchOptions<Settings> {
  /** Number of trials, default 10. */
  readonly trials?: number;
  /** Random generator, default the global one that `manualSeed` seeds. */
  readonly rng?: Generator;
}

/** Trains and evaluates with some settings; returns the score, such as the mean of a cross-validation. */
export type SearchRun<Settings> = (
  settings: Settings,
  signal: AbortSignal | undefined,
) => Promise<number> | number;

const searchOptions = { mode: 'max', signal: undefined, onTrial: undefined } as const;

/**
 * Tries every combination of settings; the last one varies fastest. A trial that throws has no score; if all throw, the first
 * error is thrown.
 * @throws {@link ArgumentError} if a setting has no values.
 * @example
 * const run = ({ x, y }) => -((x - 2) ** 2) - y;
 * (await gridSearch({ x: [1, 2, 3], y: [0, 1] }, run)).best.settings; // => { x: 2, y: 0 }
 */
export async function gridSearch<Settings extends Record<string, unknown>>(
  grid: Grid<Settings>,
  run: SearchRun<Settings>,
  options: SearchOptions<Settings> = {},
): Promise<SearchResult<Settings>> {
  checkOptions('gridSearch', options, searchOptions);
  checkArgument('gridSearch', 'the grid', grid, 'record');
  checkArgument('gridSearch', 'run', run, 'function');
  const entries = Object.entries(grid) as [string, readonly unknown[]][];
  for (const [name, values] of entries) checkValues('gridSearch', name, values);
  let combinations: Record<string, unknown>[] = [{}];
  for (const [name, values] of entries)
    combinations = combinations.flatMap((before) => values.map((value) => ({ ...before, [name]: value })));
  return tryAll(combinations as Settings[], run, options);
}

const randomSearchOptions = { trials: 10, rng: undefined, ...searchOptions } as const;

/**
 * Tries settings drawn at random: with several settings of which few matter, better than a grid of as many trials. A trial that
 * throws has no score; if all throw, the first error is thrown.
 * @param space - For each setting values to choose from, or a distribution: `between`, `logBetween`, `wholeBetween`.
 * @throws {@link ArgumentError} if a setting has no values, or `trials` is not an integer of at least 1.
 * @example
 * const run = ({ x }) => -Math.abs(x - 2);
 * const { trials } = await randomSearch({ x: between(0, 4) }, run, { trials: 20, rng: new Generator(1) });
 * trials.length; // => 20
 * @see Bergstra, Bengio, "Random Search for Hyper-Parameter Optimization", 2012
 */
export async function randomSearch<Settings extends Record<string, unknown>>(
  space: SearchSpace<Settings>,
  run: SearchRun<Settings>,
  options: RandomSearchOptions<Settings> = {},
): Promise<SearchResult<Settings>> {
  const { trials = 10, rng = defaultGenerator() } = checkOptions(
    'randomSearch',
    options,
    randomSearchOptions,
  );
  if (!Number.isInteger(trials) || trials < 1) {
    throw new ArgumentError('randomSearch', {
      expected: 'trials to be an integer of at least 1',
      received: trials,
    });
  }
  checkArgument('randomSearch', 'the space', space, 'record');
  checkArgument('randomSearch', 'run', run, 'function');
  const entries = Object.entries(space) as [string, readonly unknown[] | Distribution][];
  for (const [name, values] of entries)
    if (typeof values !== 'function') checkValues('randomSearch', name, values);
  const drawn = rand([trials, entries.length], { rng });
  const numbers = await drawn.data();
  drawn.dispose();
  const draw = (values: readonly unknown[] | Distribution, u: number): unknown =>
    typeof values === 'function' ? values(u) : values[Math.floor(u * values.length)];
  const settings = Array.from({ length: trials }, (_, trial) =>
    Object.fromEntries(
      entries.map(([name, values], i) => [name, draw(values, numbers[trial * entries.length + i]!)]),
    ),
  );
  return tryAll(settings as Settings[], run, options);
}

async function tryAll<Settings>(
  all: readonly Settings[],
  run: SearchRun<Settings>,
  { mode = 'max', signal, onTrial }: SearchOptions<Settings>,
): Promise<SearchResult<Settings>> {
  const trials: Trial<Settings>[] = [];
  for (const settings of all) {
    if (signal?.aborted) break;
    const trial = await tryOnce(settings, run, signal);
    trials.push(trial);
    onTrial?.(trial, trials.length, all.length);
  }
  const [first] = trials;
  if (!signal?.aborted && first && trials.every((trial) => 'error' in trial)) throw first.error;
  const isBetter = (a: number, b: number): boolean => (mode === 'max' ? a > b : a < b);
  let best: Trial<Settings> | undefined;
  for (const trial of trials)
    if (!Number.isNaN(trial.score) && (!best || isBetter(trial.score, best.score))) best = trial;
  return { best, trials };
}

async function tryOnce<Settings>(
  settings: Settings,
  run: SearchRun<Settings>,
  signal: AbortSignal | undefined,
): Promise<Trial<Settings>> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  try {
    return { settings, score: await run(settings, signal), seconds: seconds() };
  } catch (error) {
    return { settings, score: Number.NaN, error, seconds: seconds() };
  }
}

function checkValues(subject: string, name: string, values: readonly unknown[]): void {
  if (Array.isArray(values) && values.length > 0) return;
  throw new ArgumentError(subject, { expected: `values of ${name} to try`, received: 'none' });
}
