import { ArgumentError, checkCount } from '@neurona/backend';
import {
  checkTensor,
  concat,
  type Generator,
  noGrad,
  own,
  permutationArray,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';

/**
 * A pool of generated examples of earlier steps. The discriminator gets half of each batch from it, so that it doesn't forget what the generator
 * made before; as many of the batch take their places. Until the pool is full, batches fill it.
 * @param size - Number of examples that are kept.
 * @param rng - The generator of random numbers; by default the one that `manualSeed` sets.
 * @throws {@link ArgumentError} if `size` is not an integer of at least 1.
 * @example
 * const pool = new ImagePool(4);
 * pool.exchange(ones([4, 2])); // fills it
 * const [examples] = pool.exchange(zeros([4, 2]));
 * await examples.sum({ axis: 1 }).array(); // => [2, 2, 0, 0]
 * @see Shrivastava et al., "Learning from Simulated and Unsupervised Images through Adversarial Training", 2017, arXiv:1612.07828
 */
export class ImagePool {
  readonly size: number;
  #kept: readonly Tensor[] = [];
  readonly #rng: Generator | undefined;

  constructor(size: number, rng?: Generator) {
    this.size = checkCount('ImagePool', 'size', size);
    this.#rng = rng;
  }

  /**
   * Swaps a part of a batch for what the pool has.
   * @param fields - Examples `[N, ...]`, and what goes with them, as labels `[N]`.
   * @returns The fields of a batch of the same size, without history.
   */
  exchange(...fields: readonly Tensor[]): Tensor[] {
    for (const field of fields) checkTensor('ImagePool.exchange', field, 'field');
    return noGrad(() => scoped(() => this.#exchange(fields.map((field) => field.detach()))));
  }

  #exchange(fields: readonly Tensor[]): Tensor[] {
    const [batch, kept] = [fields, this.#kept].map((list) => list[0]?.shape[0] ?? 0) as [number, number];
    if (kept > 0 && fields.length !== this.#kept.length) {
      throw new ArgumentError('ImagePool.exchange', {
        expected: `${this.#kept.length} fields, as before`,
        received: fields.length,
      });
    }
    if (kept < this.size) {
      this.#keep(
        fields.map((field, i) => {
          const more = field.narrow(0, 0, Math.min(batch, this.size - kept));
          return kept === 0 ? more.clone() : concat([this.#kept[i]!, more]);
        }),
      );
      return [...fields];
    }
    const swapped = Math.min(Math.floor(batch / 2), kept);
    const order = permutationArray(kept, this.#rng);
    const [out, stay] = [order.subarray(0, swapped), order.subarray(swapped)].map((rows) => tensor(rows)) as [
      Tensor,
      Tensor,
    ];
    const drawn = fields.map((field, i) =>
      concat([this.#kept[i]!.indexSelect(0, out), field.narrow(0, swapped, batch - swapped)]),
    );
    this.#keep(
      fields.map((field, i) => concat([this.#kept[i]!.indexSelect(0, stay), field.narrow(0, 0, swapped)])),
    );
    return drawn;
  }

  #keep(fields: readonly Tensor[]): void {
    this.dispose();
    this.#kept = fields.map(own);
  }

  /** Frees what is kept; the pool is empty then. */
  dispose(): void {
    for (const field of this.#kept) field.dispose();
    this.#kept = [];
  }
}
