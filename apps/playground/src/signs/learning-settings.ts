import type { OptimizerName } from '../optimizer/names.js';

/** What keeps a network simple. */
export const regularizerNames = ['none', 'l1', 'l2', 'dropout'] as const;

/** One of them. */
export type RegularizerName = (typeof regularizerNames)[number];

/** How a small network learns. */
export interface LearningSettings {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly regularizer: RegularizerName;
  /** Of the penalty; for dropout the probability. */
  readonly strength: number;
}
