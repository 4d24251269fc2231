/**
 * Free blocks of an address range. The best fitting one is allocated; a freed block is merged with its neighbours.
 */
export class FreeBlocks {
  // Rising addresses, and the length of each stretch.
  readonly #starts: number[] = [];
  readonly #sizes: number[] = [];

  /** Takes `size` bytes from the smallest stretch that has them; returns the address, or -1. */
  take(size: number): number {
    let best = -1;
    let bestSize = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#sizes.length; i++) {
      const available = this.#sizes[i]!;
      if (available >= size && available < bestSize) {
        best = i;
        bestSize = available;
      }
    }
    if (best < 0) return -1;
    const start = this.#starts[best]!;
    if (bestSize === size) {
      this.#starts.splice(best, 1);
      this.#sizes.splice(best, 1);
    } else {
      this.#starts[best] = start + size;
      this.#sizes[best] = bestSize - size;
    }
    return start;
  }

  /** Frees a block. */
  give(start: number, size: number): void {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! < start) low = middle + 1;
      else high = middle;
    }
    const joinsBefore = low > 0 && this.#starts[low - 1]! + this.#sizes[low - 1]! === start;
    const joinsAfter = low < this.#starts.length && start + size === this.#starts[low];
    if (joinsBefore && joinsAfter) {
      this.#sizes[low - 1]! += size + this.#sizes[low]!;
      this.#starts.splice(low, 1);
      this.#sizes.splice(low, 1);
    } else if (joinsBefore) {
      this.#sizes[low - 1]! += size;
    } else if (joinsAfter) {
      this.#starts[low] = start;
      this.#sizes[low]! += size;
    } else {
      this.#starts.splice(low, 0, start);
      this.#sizes.splice(low, 0, size);
    }
  }
}
