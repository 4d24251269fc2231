/** What counting says about the tokens of a text. */
export interface Frequencies {
  /** Probability of a token. */
  readonly of: (token: number) => number;
  /** Probability of a token, its left neighbour being known. */
  readonly after: (left: number, token: number) => number;
}

/**
 * Counts tokens and pairs of neighbours.
 *
 *     p(t) = (n(t) + 1) / (n + V)        p(t | l) = (n(l t) + k(l) p(t)) / (n(l) + k(l))        k(l): how many kinds follow l
 *
 * @see Witten, Bell, "The zero-frequency problem", 1991
 */
export function frequencies(ids: Int32Array, vocabSize: number): Frequencies {
  const counts = new Float64Array(vocabSize);
  const pairs = new Float64Array(vocabSize * vocabSize);
  for (const [i, token] of ids.entries()) {
    counts[token]!++;
    if (i > 0) pairs[ids[i - 1]! * vocabSize + token]!++;
  }
  const of = (token: number): number => (counts[token]! + 1) / (ids.length + vocabSize);
  const rows = Array.from({ length: vocabSize }, (_, left) =>
    pairs.subarray(left * vocabSize, (left + 1) * vocabSize),
  );
  const sums = rows.map((row) => row.reduce((a, b) => a + b, 0));
  const kinds = rows.map((row) => row.reduce((count, n) => count + Number(n > 0), 0));
  const after = (left: number, token: number): number => {
    const [sum, kind] = [sums[left]!, kinds[left]!];
    return sum === 0 ? of(token) : (rows[left]![token]! + kind * of(token)) / (sum + kind);
  };
  return { of, after };
}
