import type { Tensor } from '@neurona/tensor';

/**
 * A number that tells how good predictions are: the mean over a batch, a scalar on the device. `fit` and `evaluate` average it
 * over the batches, weighted by their sizes, and read it once an epoch. What can't be averaged, as precision, is a
 * {@link StatefulMetric}.
 * @param outputs - What the model gave, `[N, ...]`.
 * @param targets - What was right, `[N, ...]`.
 */
export type Metric<Outputs = Tensor, Targets = Tensor> = (outputs: Outputs, targets: Targets) => Tensor;

/**
 * A number, or several, that the batches can't be averaged to: it gathers what it needs on the device, and is read once an
 * epoch. One object serves training and validation, which take turns.
 */
export interface StatefulMetric<Outputs = Tensor, Targets = Tensor> {
  /**
   * Takes one batch in. It is called without recording, inside a memory scope: what is to last must be taken out by `own`. It may
   * not wait for the device.
   */
  update(outputs: Outputs, targets: Targets): void;
  /**
   * The value over all batches since `reset`. Several are reported as `<name><Key>`: `{ micro: 1 }` of `f1` as `f1Micro`. What is
   * read is what stood when it was called, so that batches may go on meanwhile.
   */
  result(): Promise<number | Readonly<Record<string, number>>>;
  /** Forgets all batches and frees what they left on the device. Called before the first one, and at the end. */
  reset(): void;
  /**
   * What was gathered, for a checkpoint in the middle of an epoch: tensors, arrays and plain values. Without it such a checkpoint
   * is refused.
   */
  stateDict?(): unknown;
  /** Goes on from what `stateDict` gave; tensors are to be copied. */
  loadStateDict?(state: unknown): void;
}

/** Metrics by the name that histories and progress show. */
export type Metrics<Outputs = Tensor, Targets = Tensor> = Readonly<
  Record<string, Metric<Outputs, Targets> | StatefulMetric<Outputs, Targets>>
>;

/** Whether a metric gathers over batches, and is not a mean of them. */
export const isStateful = <Outputs, Targets>(
  metric: Metric<Outputs, Targets> | StatefulMetric<Outputs, Targets>,
): metric is StatefulMetric<Outputs, Targets> => typeof metric !== 'function';
