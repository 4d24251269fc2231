/** What `fit` requires of an optimizer. */
export interface Steps {
  step(): void;
  zeroGrad(): void;
  /** Step size, where there is one: shown in logs. */
  readonly learningRate?: number;
  /** For checkpoints of the whole training. */
  stateDict?(): unknown;
  /** Restores a state; tensors are copied. */
  loadStateDict?(state: unknown): void;
}
