import { checkCount, philox } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';
import type { Example } from '../dataset.js';
import type { IterableDataset, LazyExample } from '../iterable-dataset.js';

/**
 * Shuffles an iterable data set through a buffer: each new example replaces one drawn from the buffer. A buffer as large as the
 * data set shuffles fully.
 * @param size - Number of examples in the buffer, at least 1.
 * @throws {@link ArgumentError} if `size` is not an integer of at least 1.
 * @example
 * const counting = iterableDataset(function* () {
 *   for (let i = 0; i < 6; i++) yield [hostArray([i])];
 * });
 * const order = [];
 * for await (const [x] of new DataLoader(shuffleBuffer(counting, 4), { seed: 1 })) order.push(...(await x.data()));
 * order.toSorted(); // => [0, 1, 2, 3, 4, 5]
 */
export function shuffleBuffer(dataset: IterableDataset, size: number): IterableDataset {
  checkCount('shuffleBuffer', 'size', size);
  return {
    ...(dataset.classNames && { classNames: dataset.classNames }),
    length: dataset.length,
    async *iterate(rng = defaultGenerator()) {
      const draw = drawer(rng);
      const buffer: (Example | LazyExample)[] = [];
      for await (const item of dataset.iterate(rng)) {
        if (buffer.length < size) {
          buffer.push(item);
          continue;
        }
        const place = draw(size);
        const drawn = buffer[place]!;
        buffer[place] = item;
        yield drawn;
      }
      while (buffer.length > 0) {
        const place = draw(buffer.length);
        const drawn = buffer[place]!;
        buffer[place] = buffer.at(-1)!;
        buffer.pop();
        yield drawn;
      }
    },
  };
}

const drawnAtOnce = 64;

/** Integers from 0 to n - 1, one a call. */
function drawer(rng: Generator): (n: number) => number {
  let words = new Int32Array(0);
  let used = 0;
  return (n) => {
    if (used === words.length) {
      const { seed, offset } = rng.take(drawnAtOnce);
      words = Int32Array.from(philox(seed, offset, drawnAtOnce));
      used = 0;
    }
    return Math.floor(((words[used++]! >>> 0) / 2 ** 32) * n);
  };
}
