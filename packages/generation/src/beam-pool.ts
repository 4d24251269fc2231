// internal

/** A text under way or complete. */
export interface BeamHypothesis {
  readonly tokens: readonly number[];
  /** Sum of log-probabilities. */
  readonly sum: number;
  readonly score: number;
  readonly isStopped: boolean;
  /** The row of the beams before that it continues. */
  readonly row: number;
}

/** The beams of a search and the texts that are complete. */
export class BeamPool {
  live: readonly BeamHypothesis[] = [{ tokens: [], sum: 0, score: 0, isStopped: false, row: 0 }];
  #complete: BeamHypothesis[] = [];

  constructor(
    private readonly beams: number,
    private readonly lengthPenalty: number,
    private readonly stopTokens: ReadonlySet<number>,
  ) {}

  /**
   * Takes the next beams from the likeliest continuations. A stop token completes a text, if it is among the best of as many as there are
   * beams.
   * @param places - `beam · vocabSize + token`, by falling sums.
   */
  extend(sums: ArrayLike<number>, places: ArrayLike<number>, vocabSize: number): void {
    const next: BeamHypothesis[] = [];
    for (let rank = 0; rank < places.length && next.length < this.beams; rank++) {
      const sum = sums[rank]!;
      if (sum === Number.NEGATIVE_INFINITY) break;
      const row = Math.floor(places[rank]! / vocabSize);
      const token = places[rank]! % vocabSize;
      const isStopped = this.stopTokens.has(token);
      const tokens = [...this.live[row]!.tokens, token];
      const found = { tokens, sum, score: this.#score(sum, tokens.length), isStopped, row };
      if (!isStopped) next.push(found);
      else if (rank < this.beams) this.#add(found);
    }
    this.live = next;
  }

  #score = (sum: number, length: number): number => sum / length ** this.lengthPenalty;

  #add(found: BeamHypothesis): void {
    this.#complete.push(found);
    this.#complete.sort((a, b) => b.score - a.score);
    this.#complete = this.#complete.slice(0, this.beams);
  }

  /** Whether no beam can come before a complete text, as far as its score at its present length says. */
  get isDone(): boolean {
    const [best] = this.live;
    if (!best) return true;
    return this.#complete.length === this.beams && this.#complete.at(-1)!.score >= best.score;
  }

  /** The best texts; beams count where the search ended before they were complete. */
  best(count: number): BeamHypothesis[] {
    if (!this.isDone) for (const beam of this.live) if (beam.tokens.length > 0) this.#add(beam);
    return this.#complete.slice(0, count);
  }
}
