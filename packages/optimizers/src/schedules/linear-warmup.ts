import { LinearLR } from './linear-lr.js';
import type { Scheduled } from './schedule.js';

/**
 * Linear warm-up: raises the rate linearly over the first steps, from 1 / `steps` of it at the first one. Combine it with other
 * schedules by {@link SequentialLR} or {@link ChainedScheduler}.
 *
 *     lrₜ = lr₀ · min(t + 1, steps) / steps
 *
 * @param steps - Number of warm-up steps; the last one has the full rate.
 * @throws {@link ArgumentError} if `steps` is not an integer of at least 1.
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
