import { ArgumentError, checkCount, type OptionTable } from '@neurona/backend';
import { Generator, type Tensor } from '@neurona/tensor';
import { checkWithin, wrongClass } from './check.js';
import type { DiffusionProcess } from './diffusion-process.js';

/** Settings of {@link sampleSteps} and {@link sample}. */
export interface SamplingOptions {
  /** `ddpm` draws noise at each step, as the process did; `ddim` needs fewer steps and, with eta 0, no noise. Default `ddpm`. */
  readonly sampler?: 'ddpm' | 'ddim';
  /** Number of steps, default all of the process for `ddpm`, at most 50 for `ddim`. Fewer ones are spread evenly. */
  readonly steps?: number;
  /** Share of the noise that `ddim` draws, from 0, none, to 1, as much as `ddpm`. Default 0. */
  readonly eta?: number;
  /** Variance of the noise that `ddpm` draws: that of the posterior, `small`, or of the step, `large`. Default `small`. */
  readonly variance?: 'small' | 'large';
  /** Classes to draw: one for all examples, or one for each. None by default. */
  readonly classes?: number | readonly number[];
  /**
   * How strongly the class is followed: 1 as it was learned, default; over 1 further away from examples without a class, 0 without a class.
   */
  readonly guidance?: number;
  /** The largest absolute value of data: what the network takes for the clean example is clamped to it. Default none. */
  readonly clip?: number;
  /** Noise to begin with, of the shape; default drawn. It stays the caller's. */
  readonly start?: Tensor;
  /** Seed of the noise, an integer; the same seed draws the same examples. */
  readonly seed?: number;
  /** Where noise comes from if there is no seed, default the generator that `manualSeed` sets. */
  readonly rng?: Generator | undefined;
  /** Ends after the current step. */
  readonly signal?: AbortSignal | undefined;
}

/** @internal */
export const samplingOptions: OptionTable<SamplingOptions> = {
  sampler: 'ddpm',
  steps: 50,
  eta: 0,
  variance: 'small',
  classes: undefined,
  guidance: 1,
  clip: undefined,
  start: undefined,
  seed: 0,
  rng: undefined,
  signal: undefined,
};

/** @internal What a loop needs of the options. */
export interface SamplingPlan {
  /** The steps of the process that are gone through, the noisiest first. */
  readonly times: readonly number[];
  /** Share of the posterior's noise in the mean's direction. */
  readonly eta: number;
  /** Whether noise of the step's variance is drawn. */
  readonly isLarge: boolean;
  /** A class for each example; empty for none. */
  readonly classes: readonly number[];
  readonly guidance: number;
  readonly clip: number | undefined;
  readonly rng: Generator | undefined;
}

/** @internal Checks the options and works out what they mean for so many examples. */
export function planSampling(
  subject: string,
  process: DiffusionProcess,
  count: number,
  numClasses: number,
  options: SamplingOptions,
): SamplingPlan {
  const { sampler = 'ddpm', eta = 0, variance = 'small', guidance = 1, clip, seed, rng } = options;
  checkChoice(subject, 'sampler', sampler, ['ddpm', 'ddim']);
  checkChoice(subject, 'variance', variance, ['small', 'large']);
  const isAncestral = sampler === 'ddpm';
  const { steps = isAncestral ? process.steps : Math.min(50, process.steps) } = options;
  checkCount(subject, 'steps', steps);
  checkWithin(subject, 'steps', steps, 1, process.steps);
  checkWithin(subject, 'eta', eta, 0, 1);
  checkWithin(subject, 'guidance', guidance, 0, Number.MAX_VALUE);
  if (clip !== undefined && !(clip > 0)) {
    throw new ArgumentError(subject, { expected: 'clip > 0', received: clip });
  }
  if (seed !== undefined && rng !== undefined) {
    throw new ArgumentError(subject, { expected: 'a seed or an rng', received: 'both' });
  }
  return {
    times: spreadSteps(process.steps, steps),
    eta: isAncestral ? 1 : eta,
    isLarge: isAncestral && variance === 'large',
    classes: classesOf(subject, count, numClasses, options),
    guidance,
    clip,
    rng: seed === undefined ? rng : new Generator(seed),
  };
}

/** `count` of the steps 0 to T - 1, evenly spread, the last one first and always among them. */
const spreadSteps = (steps: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.round((steps * (count - i)) / count) - 1);

function classesOf(
  subject: string,
  count: number,
  numClasses: number,
  { classes, guidance = 1 }: SamplingOptions,
): readonly number[] {
  if (classes === undefined) {
    if (guidance === 1) return [];
    throw new ArgumentError(subject, { expected: 'classes to guide to', received: 'none' });
  }
  const list = typeof classes === 'number' ? new Array<number>(count).fill(classes) : Array.from(classes);
  const wrong = list.find((value) => !Number.isInteger(value) || value < 0 || value >= numClasses);
  if (wrong !== undefined) throw wrongClass(subject, wrong, numClasses - 1);
  if (list.length === count) return list;
  throw new ArgumentError(subject, {
    expected: `a class for each of the ${count} examples`,
    received: `${list.length} of them`,
  });
}

function checkChoice(subject: string, name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const expected = `${name} ${choices.map((choice) => `'${choice}'`).join(' or ')}`;
  throw new ArgumentError(subject, { expected, received: value });
}
