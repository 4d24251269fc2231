import { WeightAverage } from './weight-average.js';

/**
 * Stochastic weight averaging: the plain mean of the weights at the end of each of the last epochs, trained at a constant or
 * cyclic rate.
 *
 *     a = a + (p - a) / n        at update n, counted from 1
 *
 * @param params - Parameters of the model; averaged from the first update on.
 * @throws {@link ArgumentError} if there are no parameters.
 * @example
 * const p = new Parameter(tensor(0));
 * const average = new StochasticWeightAverage([p]);
 * for (const value of [1, 2, 6]) {
 *   p.set(value);
 *   average.update();
 * }
 * average.swap();
 * await p.item(); // => 3
 * @see Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018, arXiv:1803.05407
 */
export class StochasticWeightAverage extends WeightAverage {
  override get name(): string {
    return 'StochasticWeightAverage';
  }

  protected override shareAt(update: number): number {
    return 1 / update;
  }
}
