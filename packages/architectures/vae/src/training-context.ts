// internal
import { clipGradNorm } from '@neurona/optimizers';
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

/**
 * Minimises a loss by one step of each optimizer. Gradients of what they train are scaled down, together, to the norm `clipNorm`; 0: any.
 */
export function minimise(
  loss: Tensor,
  { model, optimizers }: Pick<TrainingContext<Trainable>, 'model' | 'optimizers'>,
  clipNorm: number,
): void {
  const all = Object.values(optimizers);
  for (const optimizer of all) optimizer.zeroGrad();
  loss.backward();
  if (clipNorm > 0) clipGradNorm(trainedBy(all, model), clipNorm);
  for (const optimizer of all) optimizer.step();
}

interface Trainable {
  parameters(): readonly Parameter[];
}

/** What optimizers train: others' gradients, which no step clears, are not part of the norm. */
const trainedBy = (optimizers: readonly TrainingOptimizer[], model: Trainable): readonly Parameter[] =>
  optimizers.flatMap(({ groups }) => groups?.flatMap(({ params }) => params) ?? model.parameters());
