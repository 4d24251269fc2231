import { ArgumentError } from '@neurona/backend';
import { bce, mse } from '@neurona/layers';
import { noGrad, own, scoped, stack, type Tensor } from '@neurona/tensor';

const losses = { mse, bce };

/** What a reconstruction costs: the mean squared error, or the binary cross-entropy of values from 0 to 1. */
export type ReconstructionLoss = keyof typeof losses;

/**
 * @internal The loss of reconstructions and examples.
 * @throws {@link ArgumentError} if there is no such loss.
 */
export function lossNamed(
  subject: string,
  name: ReconstructionLoss,
): (reconstruction: Tensor, x: Tensor) => Tensor {
  if (Object.hasOwn(losses, name)) return losses[name];
  throw new ArgumentError(subject, {
    expected: `loss to be ${Object.keys(losses).join(' or ')}`,
    received: name,
  });
}

/**
 * @internal Watches that examples have values from 0 to 1, as the cross-entropy needs them. It doesn't wait for the device: what is wrong with
 * one batch is thrown when a later one is looked at.
 */
export class ShareCheck {
  #wrong: number | undefined;

  constructor(private readonly subject: string) {}

  /** Looks at a batch. */
  look(x: Tensor): void {
    const ends = noGrad(() => own(scoped(() => stack([x.min(), x.max()])))); // [2]
    ends
      .data()
      .then(([low, high]) => {
        if (!(low! >= 0)) this.#wrong = low;
        else if (!(high! <= 1)) this.#wrong = high;
      })
      .catch(() => {}) // a device that fails says so where it is used
      .finally(() => ends.dispose());
  }

  /** @throws {@link ArgumentError} if an earlier batch had other values. */
  check(): void {
    if (this.#wrong === undefined) return;
    throw new ArgumentError(this.subject, {
      expected: "values from 0 to 1, for the loss 'bce'",
      received: this.#wrong,
      hint: "Divide bytes by 255, or take { loss: 'mse' } and a model with { output: 'none' }.",
    });
  }
}
