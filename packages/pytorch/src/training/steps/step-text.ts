// internal: what a step of train.py does

/** A part of train.py: how a batch is learned from. */
export interface StepText {
  /** Lines of constants. */
  readonly constants: string;
  /** `loss_of(model, fields, step)`, step None in validation; of two networks `train_step(model, fields, optimizer, step)`. */
  readonly functions: string;
  /** Whether there are two networks against each other, with an optimizer each and nothing to validate. */
  readonly isAdversarial?: boolean;
}

/** A number in Python. */
export const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));
