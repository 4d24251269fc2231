import { LinearLR } from './linear-lr.js';
import type { Scheduled } from './schedule.js';

/**
 * Lets the rate grow along a line over the first steps; the first step is already one share of it. What comes after is said by
 * {@link SequentialLR} or {@link ChainedScheduler}.
 *
 *     lrₜ = lr₀ · min(t + 1, steps) / steps
 *
 * @param steps - Steps until the full rate, which the last of them has.
 * @throws {@link ArgumentError} if `steps` is not a whole number of at least 1.
 * @example
 * const optimizer = new SGD([new Parameter(tensor(1))], { learningRate: 1 });
 * const schedule = new LinearWarmup(optimizer, 4);
 * schedule.step();
 * optimizer.learningRate; // => 0.5
 * @see Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017, arXiv:1706.02677
 */
export class LinearWarmup extends LinearLR {
  readonly steps: number;

  constructor(optimizer: Scheduled, steps: number) {
    const isRight = Number.isInteger(steps) && steps >= 1;
    super(
      optimizer,
      isRight ? { startFactor: 1 / steps, totalSteps: Math.max(1, steps - 1) } : { totalSteps: steps },
    );
    this.steps = steps;
  }

  override get name(): string {
    return 'LinearWarmup';
  }
}
