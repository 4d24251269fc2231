import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled, type ScheduleState } from './schedule.js';

/** Settings of {@link ReduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions {
  /** Whether the number should fall (`min`, the default) or rise (`max`). */
  readonly mode?: 'min' | 'max';
  /** Factor of each reduction, in (0, 1), default 0.1. */
  readonly factor?: number;
  /** Steps without improvement before the rate is reduced, default 10. */
  readonly patience?: number;
  /** The smallest change that counts as improvement, default 1e-4. */
  readonly threshold?: number;
  /** Whether the threshold is a share of the best value or a difference, default `relative`. */
  readonly thresholdMode?: 'relative' | 'absolute';
  /** Cooldown: steps after a reduction in which nothing is counted, default 0. */
  readonly cooldown?: number;
  /** The lowest rate, one for all groups or one a group, default 0. */
  readonly minLearningRate?: number | readonly number[];
  /** Reductions smaller than this are skipped, default 1e-8. */
  readonly eps?: number;
}

const reduceLROnPlateauOptions: OptionTable<ReduceLROnPlateauOptions> = {
  mode: 'min',
  factor: 0.1,
  patience: 10,
  threshold: 1e-4,
  thresholdMode: 'relative',
  cooldown: 0,
  minLearningRate: 0,
  eps: 1e-8,
};

/**
 * Reduces the rate by a factor when a metric has not improved for some steps.
 *
 *     lr = max(lr · factor, min)        after more than `patience` steps without improvement
 *     improved: metric < best · (1 - threshold), or < best - threshold; for mode `max` the other way
 *
 * @throws {@link ArgumentError} if a setting is out of range; at `step()` without a number.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new ReduceLROnPlateau(optimizer, { patience: 1, factor: 0.5 });
 * for (const loss of [3, 2, 2, 2]) schedule.step(loss);
 * optimizer.learningRate; // => 0.5
 */
export class ReduceLROnPlateau extends Schedule {
  /** It watches a metric: an epoch without one is not counted. */
  readonly watches = true;
  readonly options: Readonly<Required<ReduceLROnPlateauOptions>>;
  readonly #lowest: readonly number[];
  #best: number | undefined;
  #bad = 0;
  #cooling = 0;

  constructor(optimizer: Scheduled, options: ReduceLROnPlateauOptions = {}) {
    super(optimizer);
    checkOptions('ReduceLROnPlateau', options, reduceLROnPlateauOptions);
    const settings = {
      mode: 'min' as const,
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      thresholdMode: 'relative' as const,
      cooldown: 0,
      minLearningRate: 0,
      eps: 1e-8,
      ...options,
    };
    const { factor, patience, threshold, cooldown } = settings;
    this.require('factor in (0, 1)', factor > 0 && factor < 1, factor);
    this.requireSteps('patience', patience, 0);
    this.requireSteps('cooldown', cooldown, 0);
    this.require('threshold ≥ 0', threshold >= 0, threshold);
    this.options = settings;
    this.#lowest = this.perGroup('minLearningRate', settings.minLearningRate);
    this.startFrom(this.rates);
  }

  override get name(): string {
    return 'ReduceLROnPlateau';
  }

  /** The best number so far. */
  get best(): number | undefined {
    return this.#best;
  }

  /**
   * Steps with the metric of one more step or epoch.
   * @throws {@link ArgumentError} if there is none.
   */
  override step(metric?: number): void {
    if (typeof metric !== 'number') {
      throw new ArgumentError('ReduceLROnPlateau.step', {
        expected: 'the number to watch',
        received: metric,
        hint: 'Pass a loss, as step(loss).',
      });
    }
    const { patience, cooldown } = this.options;
    if (this.improves(metric)) {
      this.#best = metric;
      this.#bad = 0;
    } else this.#bad++;
    if (this.#cooling > 0) {
      this.#cooling--;
      this.#bad = 0;
    }
    const falls = this.#bad > patience;
    if (falls) {
      this.#cooling = cooldown;
      this.#bad = 0;
    }
    this.moveTo(
      this.stepCount + 1,
      this.rates.map((rate, i) => (falls ? this.lower(rate, i) : rate)),
    );
  }

  override startFrom(rates: readonly number[]): void {
    this.#best = undefined;
    this.#bad = 0;
    this.#cooling = 0;
    super.startFrom(rates);
  }

  override stateDict(): ScheduleState {
    const counts = {
      bad: this.#bad,
      cooling: this.#cooling,
      ...(this.#best !== undefined && { best: this.#best }),
    };
    return { ...super.stateDict(), counts };
  }

  override restore(saved: ScheduleState): void {
    super.restore(saved);
    this.#bad = saved.counts?.bad ?? 0;
    this.#cooling = saved.counts?.cooling ?? 0;
    this.#best = saved.counts?.best;
  }

  protected override next(rate: number): number {
    return rate;
  }

  private improves(metric: number): boolean {
    const best = this.#best;
    const { mode, threshold, thresholdMode } = this.options;
    if (best === undefined) return metric < Infinity && metric > -Infinity;
    const sign = mode === 'min' ? -1 : 1;
    const bound = thresholdMode === 'relative' ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === 'min' ? metric < bound : metric > bound;
  }

  private lower(rate: number, group: number): number {
    const lowered = Math.max(rate * this.options.factor, this.#lowest[group]!);
    return rate - lowered > this.options.eps ? lowered : rate;
  }
}
