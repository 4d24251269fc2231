import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { Parameter } from '@neurona/tensor';
import { WeightAverage } from './weight-average.js';

/** Settings of {@link ExponentialMovingAverage}. */
export interface ExponentialMovingAverageOptions {
  /** Decay: the share of the average that is kept at each update, default 0.999. */
  readonly decay?: number;
  /** Whether to decay faster in early updates, when weights are far from trained, default false. */
  readonly warmup?: boolean;
}

const exponentialMovingAverageOptions: OptionTable<ExponentialMovingAverageOptions> = {
  decay: 0.999,
  warmup: false,
};

/**
 * Exponential moving average of weights, which often generalises better than the last weights.
 *
 *     a = d a + (1 - d) p        d = decay;  warmup: min(decay, (1 + t) / (10 + t)) at update t
 *
 * @param params - Parameters of the model; the average starts as they are.
 * @throws {@link ArgumentError} if there are no parameters, or `decay` is not in [0, 1).
 * @example
 * const p = new Parameter(tensor(0));
 * const average = new ExponentialMovingAverage([p], { decay: 0.9 });
 * p.set(1);
 * average.update();
 * average.swap();
 * await p.item(); // => 0.1
 * @see Polyak, Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992
 */
export class ExponentialMovingAverage extends WeightAverage {
  readonly decay: number;
  readonly warmup: boolean;

  constructor(params: Iterable<Parameter>, options: ExponentialMovingAverageOptions = {}) {
    const { decay = 0.999, warmup = false } = checkOptions(
      'ExponentialMovingAverage',
      options,
      exponentialMovingAverageOptions,
    );
    super(params);
    if (!(decay >= 0 && decay < 1)) {
      this.dispose();
      throw new ArgumentError(this.name, { expected: 'decay in [0, 1)', received: decay });
    }
    this.decay = decay;
    this.warmup = warmup;
  }

  override get name(): string {
    return 'ExponentialMovingAverage';
  }

  protected override shareAt(update: number): number {
    return 1 - (this.warmup ? Math.min(this.decay, (1 + update) / (10 + update)) : this.decay);
  }
}
