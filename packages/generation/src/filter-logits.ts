import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import {
  arange,
  isTensor,
  noGrad,
  scatter,
  scoped,
  sort,
  type Tensor,
  type TensorLike,
  tensor,
  topK,
  where,
  zerosLike,
} from '@neurona/tensor';

/** Which tokens may be drawn, and how their probabilities are changed first. */
export interface FilterOptions {
  /**
   * The logits are divided by it, default 1: below 1 likely tokens become likelier, above 1 rare ones. With 0 the likeliest token is
   * chosen (greedy).
   */
  readonly temperature?: number;
  /** Only the k likeliest tokens may be drawn, and those that are as likely as the last of them; default all. */
  readonly topK?: number;
  /** Only the fewest tokens whose probabilities sum to at least p may be drawn, default 1: all (nucleus sampling). */
  readonly topP?: number;
  /** Only tokens that are at least p times as likely as the likeliest one may be drawn, default 0: all. */
  readonly minP?: number;
}

/** @internal */
export const filterOptions: OptionTable<FilterOptions> = { temperature: 1, topK: 1, topP: 1, minP: 0 };

/**
 * Logits with those of tokens that may not be drawn replaced by -∞. The temperature is applied first, then top-k, top-p and min-p, each
 * to what the one before left, as by Hugging Face's `transformers`.
 *
 *     top-k:  x_i ≥ the k-th largest x
 *     top-p:  i is among the fewest of the largest x whose Σ softmax(x) ≥ p
 *     min-p:  softmax(x)_i ≥ p · max softmax(x)
 *
 * Shape: logits `[..., V]` → same shape.
 * @param options - `temperature` (1), `topK`, `topP` (1), `minP` (0). Temperature 0 leaves the largest logit alone.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * await filterLogits([2, 1, 0], { topK: 2 }).data(); // => [2, 1, -Infinity]
 * @see Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020, arXiv:1904.09751 (top-p)
 * @see Nguyen et al., "Turning Up the Heat: Min-p Sampling", 2024, arXiv:2407.01082
 */
export function filterLogits(logits: TensorLike, options: FilterOptions = {}): Tensor {
  checkFilters('filterLogits', checkOptions('filterLogits', options, filterOptions));
  return noGrad(() =>
    scoped(() => {
      const x = isTensor(logits) ? logits.cast('float32') : tensor(logits);
      if (x.ndim > 0) return filtered(x, options);
      throw new ShapeError('filterLogits', { expected: 'logits [..., V]', received: describeShape(x.shape) });
    }),
  );
}

/** @internal Throws unless every option is in its range. */
export function checkFilters(subject: string, options: FilterOptions): void {
  const { temperature = 1, topK: k = 1, topP = 1, minP = 0 } = options;
  const check = (holds: boolean, expected: string, received: unknown): void => {
    if (!holds) throw new ArgumentError(subject, { expected, received });
  };
  check(temperature >= 0 && temperature < Infinity, 'a finite temperature of at least 0', temperature);
  check(Number.isInteger(k) && k >= 1, 'topK to be an integer of at least 1', k);
  check(topP > 0 && topP <= 1, 'topP over 0 and up to 1', topP);
  check(minP >= 0 && minP <= 1, 'minP from 0 to 1', minP);
}

/** @internal The same for logits float32 `[..., V]` and options that were checked. */
export function filtered(logits: Tensor, options: FilterOptions): Tensor {
  const { temperature = 1, topP = 1, minP = 0 } = options;
  const k = temperature === 0 ? 1 : options.topK;
  const size = logits.shape.at(-1)!;
  let x = temperature === 0 || temperature === 1 ? logits : logits.div(temperature);
  if (k !== undefined && k < size) {
    const least = topK(x, k).values.slice(k - 1, k, { axis: -1 }); // [..., 1]
    x = only(x.greaterEqual(least), x);
  }
  if (topP < 1) x = only(inNucleus(x, topP), x);
  if (minP > 0)
    x = only(
      x
        .sub(x.max({ axis: -1, keepDims: true }))
        .exp()
        .greaterEqual(minP),
      x,
    );
  return x;
}

const only = (kept: Tensor, x: Tensor): Tensor => where(kept, x, Number.NEGATIVE_INFINITY);

/** Which tokens are the fewest whose probabilities sum to at least p. */
function inNucleus(x: Tensor, p: number): Tensor {
  const size = x.shape.at(-1)!;
  const { values, indices } = sort(x); // the least likely first
  const isLikeliest = arange(0, size, 1, { dtype: 'int32', backend: x.backend }).equal(size - 1);
  const kept = values
    .softmax()
    .cumsum()
    .greater(1 - p)
    .logicalOr(isLikeliest);
  return scatter(zerosLike(x), x.ndim - 1, indices, kept.cast('float32')).greater(0);
}
