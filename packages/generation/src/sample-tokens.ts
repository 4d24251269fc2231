import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import {
  type Generator,
  isTensor,
  noGrad,
  rand,
  scoped,
  type Tensor,
  type TensorLike,
  tensor,
  where,
} from '@neurona/tensor';
import { checkFilters, type FilterOptions, filtered, filterOptions } from './filter-logits.js';

/** Settings of {@link sampleTokens}. */
export interface SampleOptions extends FilterOptions {
  /** Where random numbers come from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

const sampleOptions: OptionTable<SampleOptions> = { ...filterOptions, rng: undefined };

/**
 * Draws a token for each row of logits, on the device: tokens race, each with an exponential clock that runs as fast as the token is
 * likely, and the first one wins (the Gumbel-max trick).
 *
 *     t = argmax_i x_i - log E_i        E_i = -log(1 - u_i)        P(t = i) = softmax(x)_i
 *
 * The random numbers u are bitwise the same on every backend. Logits are not, in their last digits, so a draw may differ between backends
 * where two tokens arrive within about 1e-6 of each other: about once in a million tokens. Sums of probabilities, which would add up
 * such differences over the vocabulary, aren't needed for the draw.
 *
 * Shape: logits `[V]` or `[N, V]` → `[]` or `[N]`, int32.
 * @param options - As of {@link filterLogits}, and `rng`. With temperature 0 the first of the likeliest tokens, and no random number.
 * @returns -1 for a row that has NaN or +∞, or only -∞.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * await sampleTokens([[0, 9, 0], [9, 0, 0]], { temperature: 0 }).data(); // => [1, 0]
 * @see Maddison, Tarlow, Minka, "A* Sampling", 2014, arXiv:1411.0030
 */
export function sampleTokens(logits: TensorLike, options: SampleOptions = {}): Tensor {
  checkFilters('sampleTokens', checkOptions('sampleTokens', options, sampleOptions));
  const { rng, ...filters } = options;
  return noGrad(() =>
    scoped(() => {
      const x = isTensor(logits) ? logits.cast('float32') : tensor(logits);
      if ((x.ndim !== 1 && x.ndim !== 2) || x.shape.at(-1) === 0) {
        throw new ShapeError('sampleTokens', {
          expected: 'logits [V] or [N, V] of at least one token',
          received: describeShape(x.shape),
        });
      }
      const isGreedy = options.temperature === 0;
      return chosen(x, filters, isGreedy ? undefined : rand(x.shape, { rng, backend: x.backend }));
    }),
  );
}

/** @internal The winners for logits `[..., V]` and as many numbers in [0, 1); without these the likeliest tokens. */
export function chosen(logits: Tensor, filters: FilterOptions, u: Tensor | undefined): Tensor {
  const most = logits.max({ axis: -1 });
  const isValid = most.isFinite(); // NaN and +∞ are the largest of their row
  const race = (noise: Tensor): Tensor => filtered(logits, filters).sub(noise);
  const scores = u ? race(logOfTimes(u)) : logits;
  return where(isValid, scores.argmax({ axis: -1 }), -1);
}

/** log E, of times that are never 0. */
const logOfTimes = (u: Tensor): Tensor =>
  u
    .neg()
    .log1p()
    .neg()
    .maximum(2 ** -25)
    .log();

/** @internal Throws if a row of logits couldn't be drawn from. */
export function checkDrawn(subject: string, tokens: ArrayLike<number>, where: (row: number) => string): void {
  const row = Array.from(tokens).indexOf(-1);
  if (row === -1) return;
  throw new ArgumentError(subject, {
    expected: 'finite logits',
    received: 'NaN, +∞ or only -∞',
    where: where(row),
    hint: 'Look for NaN in the weights: the training may have diverged.',
  });
}
