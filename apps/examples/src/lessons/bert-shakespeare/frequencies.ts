/** What counting says about the tokens of a text. */
export interface Frequencies {
  /** Probability of a token. */
  readonly of: (token: number) => number;
  /** Probability of a token, its left neighbour being known. */
  readonly after: (left: number, token: number) => number;
  /** Probability of a token, both its neighbours being known. */
  readonly between: (left: number, token: number, right: number) => number;
}

/**
 * Counts tokens, pairs and triples of neighbours.
 *
 *     p(t) = (n(t) + 1) / (n + V)        p(t | l) = (n(l t) + k(l) p(t)) / (n(l) + k(l))        k(l): how many kinds follow l
 *     p(t | l, r) = (n(l t r) + k(l, r) p(t | l)) / (n(l · r) + k(l, r))        k(l, r): how many kinds stand between l and r
 *
 * @see Witten, Bell, "The zero-frequency problem", 1991
 */
export function frequencies(ids: Int32Array, vocabSize: number): Frequencies {
  const counts = new Float64Array(vocabSize);
  const pairs = new Float64Array(vocabSize ** 2);
  const triples = new Float64Array(vocabSize ** 3);
  for (const [i, token] of ids.entries()) {
    counts[token]!++;
    if (i === 0) continue;
    pairs[ids[i - 1]! * vocabSize + token]!++;
    if (i + 1 < ids.length) triples[(ids[i - 1]! * vocabSize + ids[i + 1]!) * vocabSize + token]!++;
  }
  const of = (token: number): number => (counts[token]! + 1) / (ids.length + vocabSize);
  const mixed = (table: Float64Array, row: number, token: number, less: number): number => {
    const counted = table.subarray(row * vocabSize, (row + 1) * vocabSize);
    const sum = counted.reduce((a, b) => a + b, 0);
    const kinds = counted.reduce((count, n) => count + Number(n > 0), 0);
    return sum === 0 ? less : (counted[token]! + kinds * less) / (sum + kinds);
  };
  const after = (left: number, token: number): number => mixed(pairs, left, token, of(token));
  const between = (left: number, token: number, right: number): number =>
    mixed(triples, left * vocabSize + right, token, after(left, token));
  return { of, after, between };
}
