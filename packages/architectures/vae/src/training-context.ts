// internal
import type { Tensor } from '@neurona/tensor';

/** What the steps of this package use of what `fit` calls them with. */
export interface TrainingContext<M> {
  readonly model: M;
  /** The fields of the batch: the examples, then their labels. */
  readonly batch: readonly Tensor[];
  /** Each makes a step, whatever its name. */
  readonly optimizers: Readonly<Record<string, { zeroGrad(): void; step(): void }>>;
  readonly totalSteps: number;
}

/** Minimises a loss by one step of each optimizer. */
export function minimise(loss: Tensor, optimizers: TrainingContext<unknown>['optimizers']): void {
  for (const optimizer of Object.values(optimizers)) optimizer.zeroGrad();
  loss.backward();
  for (const optimizer of Object.values(optimizers)) optimizer.step();
}
