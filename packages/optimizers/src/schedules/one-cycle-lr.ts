import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link OneCycleLR}. */
export interface OneCycleLROptions {
  /** Share of the steps in which the rate rises, default 0.3. */
  readonly warmupFraction?: number;
  /** Shape of rise and fall, default `cosine`. */
  readonly anneal?: 'cosine' | 'linear';
  /** Whether to cycle momentum (or β₁) inversely, default true if the optimizer has one. */
  readonly cycleMomentum?: boolean;
  /** Momentum at the highest rate, default 0.85. */
  readonly baseMomentum?: number;
  /** Momentum at the lowest rates, default 0.95. */
  readonly maxMomentum?: number;
  /** The first rate is the highest divided by this, default 25. */
  readonly divFactor?: number;
  /** The last rate is the first divided by this, default 10000. */
  readonly finalDivFactor?: number;
  /** Whether to fall back to the first rate in as many steps as the rise, and to the last rate in a third phase; default false. */
  readonly threePhase?: boolean;
}

const oneCycleLROptions: OptionTable<OneCycleLROptions> = {
  warmupFraction: 0.3,
  anneal: 'cosine',
  cycleMomentum: true,
  baseMomentum: 0.85,
  maxMomentum: 0.95,
  divFactor: 25,
  finalDivFactor: 10000,
  threePhase: false,
};

/** A phase of the cycle: its last step, and its levels. */
type Phase = readonly [end: number, from: Level, to: Level];
type Level = 'last' | 'first' | 'highest';

/**
 * One-cycle policy: raises the rate to a maximum, then lowers it far below the first one, over a whole training. Step it after
 * each batch.
 *
 *     first = max / divFactor → max → last = first / finalDivFactor
 *     momentum: maxMomentum → baseMomentum → maxMomentum
 *
 * @param maxLearningRate - The highest rate, one for all groups or one a group. The optimizer's own rates are not used.
 * @param totalSteps - Steps of the whole training; it can't be stepped beyond.
 * @throws {@link ArgumentError} if a setting is out of range, or `cycleMomentum` is set and the optimizer has no momentum.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new OneCycleLR(optimizer, 0.1, 10);
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.1
 * @see Smith, Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2017,
 * arXiv:1708.07120
 */
export class OneCycleLR extends Schedule {
  readonly totalSteps: number;
  /** The highest rate of each group. */
  readonly maxLearningRates: readonly number[];
  readonly options: Readonly<Required<OneCycleLROptions>>;
  readonly #phases: readonly Phase[];

  constructor(
    optimizer: Scheduled,
    maxLearningRate: number | readonly number[],
    totalSteps: number,
    options: OneCycleLROptions = {},
  ) {
    super(optimizer);
    checkOptions('OneCycleLR', options, oneCycleLROptions);
    const settings = {
      warmupFraction: 0.3,
      anneal: 'cosine' as const,
      baseMomentum: 0.85,
      maxMomentum: 0.95,
      divFactor: 25,
      finalDivFactor: 1e4,
      threePhase: false,
      ...options,
      cycleMomentum: this.drivesMomentum(options.cycleMomentum),
    };
    const { warmupFraction, divFactor, finalDivFactor, threePhase } = settings;
    this.requireSteps('totalSteps', totalSteps);
    this.require('warmupFraction in [0, 1]', warmupFraction >= 0 && warmupFraction <= 1, warmupFraction);
    this.require('divFactor > 0', divFactor > 0, divFactor);
    this.require('finalDivFactor > 0', finalDivFactor > 0, finalDivFactor);
    this.totalSteps = totalSteps;
    this.options = settings;
    this.maxLearningRates = this.perGroup('maxLearningRate', maxLearningRate);
    for (const rate of this.maxLearningRates) this.require('maxLearningRate ≥ 0', rate >= 0, rate);
    const top = warmupFraction * totalSteps - 1;
    this.#phases = threePhase
      ? [
          [top, 'first', 'highest'],
          [2 * top, 'highest', 'first'],
          [totalSteps - 1, 'first', 'last'],
        ]
      : [
          [top, 'first', 'highest'],
          [totalSteps - 1, 'highest', 'last'],
        ];
    this.baseRates = this.maxLearningRates.map((rate) => rate / divFactor);
    this.startFrom(this.baseRates);
  }

  override get name(): string {
    return 'OneCycleLR';
  }

  protected override next(_rate: number, step: number, group: number): number {
    const first = this.maxLearningRates[group]! / this.options.divFactor;
    const levels = {
      first,
      highest: this.maxLearningRates[group]!,
      last: first / this.options.finalDivFactor,
    };
    return this.at(step, (level) => levels[level]);
  }

  protected override momentumAt(step: number): number | undefined {
    const { cycleMomentum, baseMomentum, maxMomentum } = this.options;
    if (!cycleMomentum) return undefined;
    return this.at(step, (level) => (level === 'highest' ? baseMomentum : maxMomentum));
  }

  /** The value at a step, between the levels of its phase. */
  private at(step: number, valueAt: (level: Level) => number): number {
    this.require(`at most ${this.totalSteps} steps`, step <= this.totalSteps, step);
    const found = this.#phases.findIndex(([end]) => step <= end);
    const i = found < 0 ? this.#phases.length - 1 : found;
    const start = i === 0 ? 0 : this.#phases[i - 1]![0];
    const [end, from, to] = this.#phases[i]!;
    const share = end > start ? Math.min(1, (step - start) / (end - start)) : 1;
    const [a, b] = [valueAt(from), valueAt(to)];
    return this.options.anneal === 'linear'
      ? a + (b - a) * share
      : b + ((a - b) * (1 + Math.cos(Math.PI * share))) / 2;
  }
}
