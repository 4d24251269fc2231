import type { Tensor } from '@neurona/tensor';

/**
 * Measures the quality of predictions: the mean over a batch, a scalar on the device. `fit` and `evaluate` average it
 * over the batches, weighted by their sizes, and read it once per epoch. What can't be averaged, such as precision, is a
 * {@link StatefulMetric}.
 * @param outputs - Outputs of the model, `[N, ...]`.
 * @param targets - Targets, `[N, ...]`.
 */
export type Metric<Outputs = Tensor, Targets = Tensor> = (outputs: Outputs, targets: Targets) => Tensor;

/**
 * A metric, or several, that is no mean over batches: it accumulates what it needs on the device, and is read once per
 * epoch. One object serves both training and validation, alternately.
 */
export interface StatefulMetric<Outputs = Tensor, Targets = Tensor> {
  /**
   * Adds one batch. Called without recording gradients, inside a memory scope: take tensors to keep out of it with `own`. It
   * must not wait for the device.
   */
  update(outputs: Outputs, targets: Targets): void;
  /**
   * The value over all batches since `reset`. Several are reported as `<name><Key>`: `{ micro: 1 }` of `f1` as `f1Micro`. It
   * reads the state at the time of the call, so that batches may be added meanwhile.
   */
  result(): Promise<number | Readonly<Record<string, number>>>;
  /** Resets to no batches and frees device memory. Called before the first batch, and at the end. */
  reset(): void;
  /**
   * The accumulated state, for a checkpoint in the middle of an epoch: tensors, arrays and plain values. Without it such a
   * checkpoint is refused.
   */
  stateDict?(): unknown;
  /** Restores the state that `stateDict` returned; copy its tensors. */
  loadStateDict?(state: unknown): void;
  /**
   * Adds what another object accumulated, by the state that its `stateDict` returned; copy its tensors. Needed where several
   * processes train together, each with its share of the examples.
   */
  mergeStateDict?(state: unknown): void;
}

/** Metrics by the name that histories and progress show. */
export type Metrics<Outputs = Tensor, Targets = Tensor> = Readonly<
  Record<string, Metric<Outputs, Targets> | StatefulMetric<Outputs, Targets>>
>;

/** Whether a metric accumulates over batches instead of being averaged. */
export const isStateful = <Outputs, Targets>(
  metric: Metric<Outputs, Targets> | StatefulMetric<Outputs, Targets>,
): metric is StatefulMetric<Outputs, Targets> => typeof metric !== 'function';
