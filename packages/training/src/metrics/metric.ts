import type { Tensor } from '@neurona/tensor';

/**
 * A number that tells how good predictions are: the mean over a batch, a scalar on the device. `fit` and `evaluate` average it
 * over the batches, weighted by their sizes, and read it once an epoch.
 * @param outputs - What the model gave, `[N, ...]`.
 * @param targets - What was right, `[N, ...]`.
 */
export type Metric = (outputs: Tensor, targets: Tensor) => Tensor;

/** Metrics by the name that histories and progress show. */
export type Metrics = Readonly<Record<string, Metric>>;
