// internal
import { noGrad, own, scoped, type Tensor } from '@neurona/tensor';

/**
 * Means of scalars over batches of unequal sizes, summed on the device: nothing waits until `read`.
 *
 *     mean = Σ_b n_b · x_b / Σ_b n_b
 */
export class Totals {
  readonly #sums = new Map<string, Tensor>();
  readonly #counts = new Map<string, number>();

  constructor(readonly names: readonly string[]) {}

  add(name: string, value: Tensor, count: number): void {
    const before = this.#sums.get(name);
    const sum = noGrad(() => scoped(() => (before ? before.add(value.mul(count)) : value.mul(count))));
    this.#sums.set(name, own(sum));
    before?.dispose();
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  /** The means so far; NaN of nothing. */
  async read(): Promise<Record<string, number>> {
    const entries = this.names.map(async (name) => {
      const sum = this.#sums.get(name)?.detach();
      const mean = sum ? (await sum.item()) / this.#counts.get(name)! : Number.NaN;
      sum?.dispose();
      return [name, mean] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** Forgets everything. */
  clear(): void {
    for (const sum of this.#sums.values()) sum.dispose();
    this.#sums.clear();
    this.#counts.clear();
  }
}
