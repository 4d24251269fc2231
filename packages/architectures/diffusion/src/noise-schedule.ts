import { ArgumentError, checkArgument, checkCount, type OptionTable, withDefaults } from '@neurona/backend';

/**
 * How much noise each step of a diffusion adds. Steps are counted from 0, the one that adds least.
 *
 *     x_t = √(1 - β_t) · x_{t-1} + √β_t · ε        ᾱ_t = Π_{s ≤ t} (1 - β_s)        ε ~ N(0, 1)
 *
 * ᾱ is the share of the variance that is left of the data; it falls from nearly 1 to nearly 0.
 * @param betas - Variance of the noise of each step, in (0, 1).
 * @throws {@link ArgumentError} if there are none, or one is out of its range.
 * @example
 * new NoiseSchedule([0.1, 0.5]).alphaBars; // => [0.9, 0.45]
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
 */
export class NoiseSchedule {
  /** β of each step. */
  readonly betas: readonly number[];
  /** ᾱ of each step. */
  readonly alphaBars: readonly number[];

  constructor(betas: ArrayLike<number>) {
    this.betas = Array.from(checkArgument('NoiseSchedule', 'betas', betas, 'list'));
    checkCount('NoiseSchedule', 'the number of betas', this.betas.length);
    const at = this.betas.findIndex((beta) => !(beta > 0 && beta < 1));
    if (at !== -1) {
      throw new ArgumentError('NoiseSchedule', {
        expected: 'betas between 0 and 1',
        received: this.betas[at],
        where: `step ${at}`,
      });
    }
    let alphaBar = 1;
    this.alphaBars = this.betas.map((beta) => (alphaBar *= 1 - beta));
  }

  /** Number of steps, T. */
  get steps(): number {
    return this.betas.length;
  }

  /** ᾱ of a step; 1 before the first one, where there is no noise. */
  alphaBarAt(step: number): number {
    return step < 0 ? 1 : this.alphaBars[step]!;
  }
}

/** Settings of {@link linearSchedule}. */
export interface LinearScheduleOptions {
  /** β of the first step, default 0.1 / steps. */
  readonly start?: number;
  /** β of the last step, default 20 / steps, at most 0.999. */
  readonly end?: number;
}

/**
 * Noise whose variance β grows in equal steps. With 1000 steps the defaults are those of the paper, 0.0001 and 0.02; fewer steps add as
 * much noise in all.
 *
 *     β_t = start + (end - start) · t / (steps - 1)
 *
 * @param steps - Number of steps, T.
 * @throws {@link ArgumentError} if `steps` is not an integer of at least 1, or a bound is not between 0 and 1.
 * @example
 * linearSchedule(1000).betas.at(-1); // => 0.02
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
 */
export function linearSchedule(steps: number, options: LinearScheduleOptions = {}): NoiseSchedule {
  const table: OptionTable<LinearScheduleOptions> = { start: 0.1 / steps, end: Math.min(20 / steps, 0.999) };
  const { start, end } = withDefaults('linearSchedule', options, table) as Required<LinearScheduleOptions>;
  checkCount('linearSchedule', 'steps', steps);
  const between = (t: number): number => start + ((end - start) * t) / Math.max(steps - 1, 1);
  return new NoiseSchedule(Array.from({ length: steps }, (_, t) => between(t)));
}

/** Settings of {@link cosineSchedule}. */
export interface CosineScheduleOptions {
  /** Keeps the noise of the first steps from being too small, default 0.008. */
  readonly offset?: number;
  /** The largest β, default 0.999. */
  readonly maxBeta?: number;
}

const cosineOptions = { offset: 0.008, maxBeta: 0.999 } as const;

/**
 * Noise by which the share of the data falls as a squared cosine: slowly at both ends, so that few steps are spent on images that are
 * almost all noise.
 *
 *     ᾱ_t = f(t + 1) / f(0)        f(t) = cos²((t / T + offset) / (1 + offset) · π / 2)        β_t = min(1 - ᾱ_t / ᾱ_{t-1}, maxBeta)
 *
 * @param steps - Number of steps, T.
 * @throws {@link ArgumentError} if `steps` is not an integer of at least 1, or an option makes a β that is not between 0 and 1.
 * @example
 * cosineSchedule(1000).alphaBars[499]; // => 0.4938
 * @see Nichol, Dhariwal, "Improved Denoising Diffusion Probabilistic Models", 2021, arXiv:2102.09672
 */
export function cosineSchedule(steps: number, options: CosineScheduleOptions = {}): NoiseSchedule {
  const { offset, maxBeta } = withDefaults<CosineScheduleOptions, typeof cosineOptions>(
    'cosineSchedule',
    options,
    cosineOptions,
  );
  checkCount('cosineSchedule', 'steps', steps);
  const f = (t: number): number => Math.cos(((t / steps + offset) / (1 + offset)) * (Math.PI / 2)) ** 2;
  return new NoiseSchedule(Array.from({ length: steps }, (_, t) => Math.min(1 - f(t + 1) / f(t), maxBeta)));
}
