import { checkArgument } from '@neurona/backend';
import { isTensor, own, type Tensor } from '@neurona/tensor';

/** The divisor of a mean: a number, or a scalar on the device. */
export type Divisor = number | Tensor;

/** A mean and its divisor. */
export interface DividedMean {
  readonly value: Tensor;
  /** Undefined if none was reported, or several different ones were. */
  readonly divisor: Divisor | undefined;
}

// One for the whole program, even where a bundle holds this package twice (as ESM and as CommonJS).
const slot = Symbol.for('neurona.layers.divisors');
const store = globalThis as { [slot]?: Divisor[] | undefined };

/**
 * Reports what a loss or a metric divides by for its mean, to {@link withDivisor}. The losses of this package do so. Call it in
 * a custom loss that leaves targets out or weights them, so that `fit` and `evaluate` weight its batches correctly.
 * @param divisor - Returns it; only called if it is needed.
 * @example
 * const maskedMean = (losses, mask) => {
 *   const count = mask.sum();
 *   noteDivisor(() => count);
 *   return losses.mul(mask).sum().div(count);
 * };
 * await maskedMean(tensor([1, 3, 9]), tensor([1, 1, 0])).item(); // => 2
 */
export function noteDivisor(divisor: () => Divisor): void {
  const noted = store[slot];
  if (!noted) return;
  const value = divisor();
  noted.push(isTensor(value) ? own(value.detach()) : value); // outlives the scope of the loss
}

/**
 * Calls a loss or a metric, and returns the divisor of its mean too: the number of targets, of those that count, or the sum of
 * their weights. It weights the means of several batches in the mean over all of them:
 *
 *     L = Σ_b d_b L_b / Σ_b d_b
 *
 * @param mean - Calls it; must not be asynchronous.
 * @example
 * const [logits, targets] = [zeros([4, 2]), tensor([0, 1, -100, -100], { dtype: 'int32' })];
 * const { divisor } = withDivisor(() => crossEntropy(logits, targets, { ignoreIndex: -100 }));
 * divisor; // => 2
 */
export function withDivisor(mean: () => Tensor): DividedMean {
  checkArgument('withDivisor', 'mean', mean, 'function');
  const around = store[slot];
  const noted: Divisor[] = [];
  store[slot] = noted;
  try {
    const value = mean();
    const [first, ...others] = new Set(noted);
    if (first === undefined || others.length > 0) return { value, divisor: undefined };
    return { value, divisor: isTensor(first) ? first.detach() : first }; // belongs to the scope of the caller
  } finally {
    store[slot] = around;
    for (const divisor of noted) if (isTensor(divisor)) divisor.dispose();
  }
}
