// internal
import { noGrad, own, scoped, stack, type Tensor } from '@neurona/tensor';
import { copyTensor } from './tensor-tree.js';

/** Numbers that come together, summed together, as distances from their first values. */
interface Group {
  readonly names: readonly string[];
  weight: number;
  readonly shift: Tensor; // [names]
  sum: Tensor | undefined; // [names]
  squares: Tensor | undefined; // [names]
}

/** What totals are saved as. */
export type TotalsState = readonly {
  readonly names: readonly string[];
  readonly weight: number;
  readonly shift: Tensor;
  readonly sum?: Tensor;
  readonly squares?: Tensor;
}[];

/** Means, and standard deviations over the batches. */
export interface Spread {
  readonly means: Readonly<Record<string, number>>;
  readonly deviations: Readonly<Record<string, number>>;
}

/**
 * Means and standard deviations of scalars over batches of unequal sizes, summed on the device: nothing waits until `read`. What
 * is summed are distances from the first values, as squares of the values themselves would lose the deviation in rounding.
 *
 *     mean = s + Σ_b n_b (x_b - s) / N        deviation² = Σ_b n_b (x_b - s)² / N - (mean - s)²        N = Σ_b n_b,  s = x_1
 */
export class Totals {
  readonly #groups = new Map<string, Group>();

  /** Takes in the scalars of one batch, which counts `weight` times. */
  add(values: Readonly<Record<string, Tensor>>, weight: number): void {
    const names = Object.keys(values);
    if (names.length === 0 || weight === 0) return;
    const key = names.join('\n');
    const group = this.#groups.get(key);
    noGrad(() =>
      scoped(() => {
        const scalars = Object.values(values).map((value) => value.detach());
        const vector =
          scalars.length === 1 ? scalars[0]!.reshape([1]) : stack(scalars.map((x) => x.reshape([]))); // [names]
        if (!group) {
          const shift = own(vector.clone());
          this.#groups.set(key, { names, weight, shift, sum: undefined, squares: undefined });
          return;
        }
        const distance = vector.sub(group.shift);
        const weighted = distance.mul(weight);
        const squares = weighted.mul(distance);
        const before = [group.sum, group.squares];
        group.sum = own(group.sum ? group.sum.add(weighted) : weighted);
        group.squares = own(group.squares ? group.squares.add(squares) : squares);
        group.weight += weight;
        for (const tensor of before) tensor?.dispose();
      }),
    );
  }

  /** The numbers so far. What is read is what stands when it is called. */
  async read(): Promise<Spread> {
    const sums = new Map<string, { weight: number; shift: number; sum: number; squares: number }[]>();
    const reads = Array.from(this.#groups.values(), async ({ names, weight, shift, sum, squares }) => {
      const parts = await Promise.all([shift, sum, squares].map(readKept));
      return { names, weight, parts };
    });
    for (const { names, weight, parts } of await Promise.all(reads)) {
      for (const [i, name] of names.entries()) {
        const [shift, sum, squares] = parts.map((part) => part?.[i] ?? 0) as [number, number, number];
        const known = sums.get(name) ?? [];
        sums.set(name, [...known, { weight, shift, sum, squares }]);
      }
    }
    const means: Record<string, number> = {};
    const deviations: Record<string, number> = {};
    for (const [name, parts] of sums) {
      const total = parts.reduce((all, { weight }) => all + weight, 0);
      const mean = parts.reduce(
        (all, { weight, shift, sum }) => all + shift * (weight / total) + sum / total,
        0,
      );
      const variance = parts.reduce((all, { weight, shift, sum, squares }) => {
        const away = shift - mean; // Σ n (x - mean)² = Σ n (d + away)²,  d = x - shift
        return all + (squares + 2 * away * sum + weight * away * away) / total;
      }, 0);
      means[name] = mean;
      deviations[name] = Math.sqrt(Math.max(variance, 0));
    }
    return { means, deviations };
  }

  /** The tensors are this object's own. */
  stateDict(): TotalsState {
    return Array.from(this.#groups.values(), ({ names, weight, shift, sum, squares }) => ({
      names,
      weight,
      shift,
      ...(sum && squares && { sum, squares }),
    }));
  }

  /** The tensors are copied. */
  loadStateDict(saved: TotalsState): void {
    this.clear();
    for (const { names, weight, shift, sum, squares } of saved) {
      this.#groups.set(names.join('\n'), {
        names,
        weight,
        shift: copyTensor(shift),
        sum: sum && copyTensor(sum),
        squares: squares && copyTensor(squares),
      });
    }
  }

  /** Forgets everything. */
  clear(): void {
    for (const { shift, sum, squares } of this.#groups.values())
      for (const tensor of [shift, sum, squares]) tensor?.dispose();
    this.#groups.clear();
  }
}

/** The values of a tensor that may be freed before they are there. */
async function readKept(tensor: Tensor | undefined): Promise<ArrayLike<number> | undefined> {
  const kept = tensor?.detach();
  try {
    return await kept?.data();
  } finally {
    kept?.dispose();
  }
}
