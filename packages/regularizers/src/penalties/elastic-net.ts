import { checkOptions, type OptionTable } from '@neurona/backend';
import type { WeightsOptions } from '../weights.js';
import { weightsOptions } from '../weights.js';
import { checkStrength, type Penalty, penaltyOf } from './penalty.js';

/** Settings of {@link elasticNet}. */
export interface ElasticNetOptions extends WeightsOptions {
  /** Strength of the L1 penalty, default 0.01. */
  readonly l1?: number;
  /** Strength of the L2 penalty, default 0.01. */
  readonly l2?: number;
}

const elasticNetOptions: OptionTable<ElasticNetOptions> = { ...weightsOptions, l1: 0.01, l2: 0.01 };

/**
 * Elastic net: the L1 and L2 penalties of weights together.
 *
 *     penalty = l1 · Σ |w| + l2 · Σ w²
 *
 * @throws {@link ArgumentError} if a strength is negative; when called, if no weight is chosen.
 * @example
 * const model = { namedParameters: () => [['weight', new Parameter([[3, -4]])]] };
 * await elasticNet({ l1: 0.1, l2: 0.1 })(model).item(); // => 3.2
 * @see Zou, Hastie, "Regularization and Variable Selection via the Elastic Net", 2005
 */
export function elasticNet(options: ElasticNetOptions = {}): Penalty {
  const { l1 = 0.01, l2 = 0.01 } = checkOptions('elasticNet', options, elasticNetOptions);
  checkStrength('elasticNet', l1, 'l1');
  checkStrength('elasticNet', l2, 'l2');
  return penaltyOf('elasticNet', options, (weight) =>
    weight.abs().sum().mul(l1).add(weight.square().sum().mul(l2)),
  );
}
