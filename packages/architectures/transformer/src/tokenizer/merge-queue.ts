// internal

/** A pair of tokens, as one number, and how often it was counted. */
export interface CountedPair {
  readonly pair: number;
  readonly count: number;
}

/** Pairs by how often they occur, the most frequent first; of equally frequent ones that of the least numbers. A binary heap. */
export class MergeQueue {
  readonly #heap: CountedPair[] = [];

  push(entry: CountedPair): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent]!, entry)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  pop(): CountedPair | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || !last) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

const isBefore = (a: CountedPair, b: CountedPair): boolean =>
  a.count > b.count || (a.count === b.count && a.pair < b.pair);
