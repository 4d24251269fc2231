// internal
import { ArgumentError } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';

/** Steps between two looks. */
const every = 16;

/** Looks at a loss now and then without waiting for it: the first step after a look that found NaN or infinity throws. */
export class LossWatch {
  #failure: ArgumentError | undefined;

  /**
   * Takes the named parts of a network's loss.
   * @throws {@link ArgumentError} if a part was not finite when it was last looked at.
   */
  look(subject: string, parts: Readonly<Record<string, Tensor>>, totalSteps: number): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure;
    if (totalSteps % every !== 0) return;
    const reading = Promise.all(
      Object.entries(parts).map(async ([name, part]) => [name, await part.item()] as const),
    );
    reading.then(
      (values) => {
        const wrong = values.find(([, value]) => !Number.isFinite(value));
        if (wrong) this.#failure = failureOf(subject, ...wrong, totalSteps);
      },
      () => {}, // a device that fails says so in the step itself
    );
  }
}

const failureOf = (subject: string, part: string, value: number, totalSteps: number): ArgumentError =>
  new ArgumentError(subject, {
    expected: `a finite ${part}`,
    received: value,
    where: `step ${totalSteps + 1}`,
    hint: 'Try a smaller learning rate, and look for NaN in the data.',
  });
