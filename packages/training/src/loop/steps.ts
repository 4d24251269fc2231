/** What `fit` needs of an optimizer; those of `@neurona/optimizers` have it. */
export interface Steps {
  step(): void;
  zeroGrad(): void;
  /** Step size, where there is one: shown in logs. */
  readonly learningRate?: number;
  /** For checkpoints of the whole training. */
  stateDict?(): unknown;
  /** Goes on from there; tensors are copied. */
  loadStateDict?(state: unknown): void;
}
