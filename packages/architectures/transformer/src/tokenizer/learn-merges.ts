// internal
import { MergeQueue } from './merge-queue.js';

/** Settings of {@link learnMerges}. */
export interface LearnMergesOptions {
  /** Tokens that there are from the beginning, those of single characters among them. */
  readonly tokens: readonly string[];
  readonly vocabSize: number;
  /** How often a pair must occur to become a token. */
  readonly minFrequency: number;
  /** What is written before the parts of a word after its first. */
  readonly prefix: string;
}

/** What was learned. */
export interface LearnedMerges {
  /** All tokens in the order of their numbers. */
  readonly tokens: readonly string[];
  /** Pairs that become one token, in the order in which they were joined. */
  readonly merges: readonly (readonly [first: string, second: string])[];
}

/** Two numbers of tokens as one. */
const pairOf = (first: number, second: number): number => first * 2 ** 26 + second;

/**
 * Joins the pair of neighbouring tokens that is most frequent, again and again.
 * @param words - How often each word occurs.
 * @see Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", 2015, arXiv:1508.07909
 */
export function learnMerges(
  words: ReadonlyMap<string, number>,
  { tokens: first, vocabSize, minFrequency, prefix }: LearnMergesOptions,
): LearnedMerges {
  const tokens = [...first];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: [string, string][] = [];
  const counted = new PairCounts();
  const rows = [...words].map(([word, count]) => ({
    ids: splitWord(word, prefix).map((part) => ids.get(part)!),
    count,
  }));
  for (const [at, row] of rows.entries())
    for (let i = 1; i < row.ids.length; i++) counted.add(pairOf(row.ids[i - 1]!, row.ids[i]!), row.count, at);
  counted.enqueue();
  while (tokens.length < vocabSize) {
    const top = counted.mostFrequent();
    if (!top || top.count < minFrequency) break;
    const [a, b] = [Math.floor(top.pair / 2 ** 26), top.pair % 2 ** 26];
    const joined = tokens[a]! + tokens[b]!.slice(prefix.length);
    const id = ids.get(joined) ?? tokens.push(joined) - 1;
    ids.set(joined, id);
    merges.push([tokens[a]!, tokens[b]!]);
    for (const at of top.rows) {
      const row = rows[at]!;
      row.ids = joinPairs(row.ids, [a, b], id, (pair, change) => counted.add(pair, change * row.count, at));
    }
    counted.enqueue();
  }
  return { tokens, merges };
}

/** Parts that a word is joined of. */
export const splitWord = (word: string, prefix: string): string[] =>
  Array.from(word, (character, i) => (i === 0 ? character : prefix + character));

/** A word with a pair as one token; `count` is called with the pairs of neighbours that come and go. */
function joinPairs(
  word: readonly number[],
  [a, b]: readonly [number, number],
  joined: number,
  count: (pair: number, change: 1 | -1) => void,
): number[] {
  const result: number[] = [];
  for (let i = 0; i < word.length; i++) {
    if (word[i] !== a || word[i + 1] !== b) {
      result.push(word[i]!);
      continue;
    }
    const before = result.at(-1);
    const after = word[i + 2];
    if (before !== undefined) {
      count(pairOf(before, a), -1);
      count(pairOf(before, joined), 1);
    }
    if (after !== undefined) {
      count(pairOf(b, after), -1);
      count(pairOf(joined, after), 1);
    }
    result.push(joined);
    i++;
  }
  return result;
}

/** How often pairs occur, and in which words. */
class PairCounts {
  readonly #counts = new Map<number, number>();
  readonly #rows = new Map<number, Set<number>>();
  readonly #queue = new MergeQueue();
  /** Pairs that have come and aren't in the queue. */
  readonly #fresh = new Set<number>();

  add(pair: number, change: number, row: number): void {
    this.#counts.set(pair, (this.#counts.get(pair) ?? 0) + change);
    if (change < 0) return;
    const rows = this.#rows.get(pair);
    if (rows) rows.add(row);
    else this.#rows.set(pair, new Set([row]));
    this.#fresh.add(pair);
  }

  enqueue(): void {
    for (const pair of this.#fresh) this.#queue.push({ pair, count: this.#counts.get(pair)! });
    this.#fresh.clear();
  }

  /** Takes out the pair that occurs most often. What is in the queue may be older than the counts. */
  mostFrequent():
    | { readonly pair: number; readonly count: number; readonly rows: Iterable<number> }
    | undefined {
    for (;;) {
      const top = this.#queue.pop();
      if (!top) return undefined;
      const { pair } = top;
      const count = this.#counts.get(pair) ?? 0;
      if (count < 1) continue;
      if (count !== top.count) {
        this.#queue.push({ pair, count });
        continue;
      }
      const rows = this.#rows.get(pair)!;
      this.#counts.delete(pair);
      this.#rows.delete(pair);
      return { pair, count, rows };
    }
  }
}
