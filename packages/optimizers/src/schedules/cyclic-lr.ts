import { checkOptions, type OptionTable } from '@neurona/backend';
import { Schedule, type Scheduled } from './schedule.js';

/** Settings of {@link CyclicLR}. */
export interface CyclicLROptions {
  /** Steps of a rise, default 2000. */
  readonly stepSizeUp?: number;
  /** Steps of a fall, default as many. */
  readonly stepSizeDown?: number;
  /** How the amplitude changes: constant (`triangular`, the default), halved each cycle, or by gammaᵗ. */
  readonly mode?: 'triangular' | 'triangular2' | 'exponential';
  /** Factor a step of mode `exponential`, default 1. */
  readonly gamma?: number;
  /** The amplitude of a cycle, numbered from 1, instead of `mode`. */
  readonly scale?: (cycle: number) => number;
  /** Whether to cycle momentum (or β₁) inversely, default true if the optimizer has one. */
  readonly cycleMomentum?: boolean;
  /** Momentum at the highest rate, default 0.8. */
  readonly baseMomentum?: number;
  /** Momentum at the lowest rate, default 0.9. */
  readonly maxMomentum?: number;
}

const cyclicLROptions: OptionTable<CyclicLROptions> = {
  stepSizeUp: 2000,
  stepSizeDown: 2000,
  mode: 'triangular',
  gamma: 1,
  scale: undefined,
  cycleMomentum: true,
  baseMomentum: 0.8,
  maxMomentum: 0.9,
};

/**
 * Cycles the rate linearly between two rates.
 *
 *     lr = base + (max - base) · x · height        x: 0 → 1 in stepSizeUp steps, 1 → 0 in stepSizeDown steps
 *
 * @param baseLearningRate - The lowest rate, one for all groups or one a group.
 * @param maxLearningRate - The highest rate of the first cycle, one for all groups or one a group.
 * @throws {@link ArgumentError} if a setting is out of range, or `cycleMomentum` is set and the optimizer has no momentum.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new CyclicLR(optimizer, 0.1, 0.5, { stepSizeUp: 4 });
 * schedule.step();
 * schedule.step();
 * optimizer.learningRate; // => 0.3
 * @see Smith, "Cyclical Learning Rates for Training Neural Networks", 2015, arXiv:1506.01186
 */
export class CyclicLR extends Schedule {
  readonly stepSizeUp: number;
  readonly stepSizeDown: number;
  /** The lowest and the highest rate of each group. */
  readonly minLearningRates: readonly number[];
  readonly maxLearningRates: readonly number[];
  /** Momentum at the highest and at the lowest rates; undefined where it isn't cycled. */
  readonly momenta: readonly [base: number, max: number] | undefined;
  /** How the amplitude changes; `scale` where a function says. */
  readonly mode: 'triangular' | 'triangular2' | 'exponential' | 'scale';
  readonly gamma: number;
  readonly #height: (step: number, cycle: number) => number;

  constructor(
    optimizer: Scheduled,
    baseLearningRate: number | readonly number[],
    maxLearningRate: number | readonly number[],
    options: CyclicLROptions = {},
  ) {
    super(optimizer);
    checkOptions('CyclicLR', options, cyclicLROptions);
    const { stepSizeUp = 2000, mode = 'triangular', gamma = 1, scale } = options;
    const { stepSizeDown = stepSizeUp, baseMomentum = 0.8, maxMomentum = 0.9 } = options;
    this.requireSteps('stepSizeUp', stepSizeUp);
    this.requireSteps('stepSizeDown', stepSizeDown);
    const lowest = this.perGroup('baseLearningRate', baseLearningRate);
    this.maxLearningRates = this.perGroup('maxLearningRate', maxLearningRate);
    for (const rate of lowest) this.require('baseLearningRate ≥ 0', rate >= 0, rate);
    this.momenta = this.drivesMomentum(options.cycleMomentum) ? [baseMomentum, maxMomentum] : undefined;
    this.stepSizeUp = stepSizeUp;
    this.stepSizeDown = stepSizeDown;
    if (scale) this.#height = (_step, cycle) => scale(cycle);
    else if (mode === 'exponential') this.#height = (step) => gamma ** step;
    else this.#height = mode === 'triangular2' ? (_step, cycle) => 0.5 ** (cycle - 1) : () => 1;
    this.minLearningRates = lowest;
    this.mode = scale ? 'scale' : mode;
    this.gamma = gamma;
    this.baseRates = lowest;
    this.startFrom(lowest);
  }

  override get name(): string {
    return 'CyclicLR';
  }

  protected override next(_rate: number, step: number, group: number): number {
    const base = this.baseRates[group]!;
    return base + (this.maxLearningRates[group]! - base) * this.share(step);
  }

  protected override momentumAt(step: number): number | undefined {
    if (!this.momenta) return undefined;
    const [base, max] = this.momenta;
    return max - (max - base) * this.share(step);
  }

  /** x · height at a step. */
  private share(step: number): number {
    const length = this.stepSizeUp + this.stepSizeDown;
    const [cycle, at] = [Math.floor(step / length) + 1, step % length];
    const x = at <= this.stepSizeUp ? at / this.stepSizeUp : (length - at) / this.stepSizeDown;
    return x * this.#height(step, cycle);
  }
}
