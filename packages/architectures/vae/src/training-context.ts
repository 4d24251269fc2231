// internal
import type { Parameter, Tensor } from '@neurona/tensor';

/** What is used of an optimizer. */
export interface TrainingOptimizer {
  zeroGrad(): void;
  step(): void;
  /** What it trains, where it says so. */
  readonly groups?: readonly { readonly params: readonly Parameter[] }[];
}

/** What the steps of this package use of what `fit` calls them with. */
export interface TrainingContext<M> {
  readonly model: M;
  /** The fields of the batch: the examples, then their labels. */
  readonly batch: readonly Tensor[];
  /** Each makes a step, whatever its name. */
  readonly optimizers: Readonly<Record<string, TrainingOptimizer>>;
  readonly totalSteps: number;
}

/** Minimises a loss by one step of each optimizer; `beforeStep` is called when the gradients are there. */
export function minimise(
  loss: Tensor,
  optimizers: TrainingContext<unknown>['optimizers'],
  beforeStep = (): void => {},
): void {
  for (const optimizer of Object.values(optimizers)) optimizer.zeroGrad();
  loss.backward();
  beforeStep();
  for (const optimizer of Object.values(optimizers)) optimizer.step();
}
