// internal
import type { Divisor } from '@neurona/layers';
import { isTensor, noGrad, own, scoped, stack, type Tensor } from '@neurona/tensor';
import { copyTensors, disposeTensors, mapTensors } from './tensor-tree.js';

/** Numbers that arrive together and are summed together, as distances from their first values. */
interface Group {
  readonly names: readonly string[];
  readonly weight: Divisor; // sum of numbers, or of scalars on the device
  readonly shift: Tensor; // [names]
  readonly distance: Tensor; // [names], Σ w (x - shift)
  readonly square: Tensor; // [names], Σ w (x - shift)²
}

/** The saved state of totals. */
export type TotalsState = readonly Group[];

/** Means, and standard deviations over the batches. */
export interface Spread {
  readonly means: Readonly<Record<string, number>>;
  readonly deviations: Readonly<Record<string, number>>;
}

/** The sums of one number, read. */
export interface Part {
  readonly name: string;
  readonly weight: number;
  readonly shift: number;
  readonly distance: number;
  readonly square: number;
}

/**
 * Weighted means and standard deviations of scalars over batches, summed on the device: nothing waits until `read`.
 * What is summed are distances from the first values, as squares of the values themselves would lose the deviation in rounding.
 *
 *     mean = s + Σ_b w_b (x_b - s) / W        deviation² = Σ_b w_b (x_b - s)² / W - (mean - s)²        W = Σ_b w_b,  s = x_1
 */
export class Totals {
  readonly #groups = new Map<string, Group>();

  /** Adds the scalars of one batch with a weight; with weight 0 they may be NaN. */
  add(values: Readonly<Record<string, Tensor>>, weight: Divisor): void {
    const names = Object.keys(values);
    if (names.length === 0 || weight === 0) return;
    const key = keyOf(names, weight);
    const before = this.#groups.get(key);
    const sums = noGrad(() => scoped(() => added(before, Object.values(values), weight)));
    mapTensors(sums, own);
    if (before) disposeTensors([before.weight, before.distance, before.square]);
    this.#groups.set(key, { names, ...sums });
  }

  /** The results at the time of the call. */
  async read(): Promise<Spread> {
    return spreadsOf(await this.readParts());
  }

  /** The sums at the time of the call. */
  async readParts(): Promise<readonly Part[]> {
    return (await Promise.all(Array.from(this.#groups.values(), readGroup))).flat();
  }

  /** The tensors are this object's own. */
  stateDict(): TotalsState {
    return [...this.#groups.values()];
  }

  /** The tensors are copied. */
  loadStateDict(saved: TotalsState): void {
    this.clear();
    for (const group of copyTensors(saved)) this.#groups.set(keyOf(group.names, group.weight), group);
  }

  /** Forgets everything. */
  clear(): void {
    disposeTensors([...this.#groups.values()]);
    this.#groups.clear();
  }
}

/** Means and deviations of numbers whose sums were taken in parts. */
export function spreadsOf(parts: readonly Part[]): Spread {
  const byName = new Map<string, Part[]>();
  for (const part of parts) byName.set(part.name, [...(byName.get(part.name) ?? []), part]);
  const spreads = Array.from(byName, ([name, of]) => [name, spreadOf(of)] as const);
  return {
    means: Object.fromEntries(spreads.map(([name, { mean }]) => [name, mean])),
    deviations: Object.fromEntries(spreads.map(([name, { deviation }]) => [name, deviation])),
  };
}

const keyOf = (names: readonly string[], weight: Divisor): string =>
  [isTensor(weight) ? 'device' : 'host', ...names].join('\n');

/** The sums with the scalars of one more batch. */
function added(before: Group | undefined, scalars: readonly Tensor[], by: Divisor): Omit<Group, 'names'> {
  const values = stack(scalars.map((x) => x.detach().reshape([]))); // [names]
  const counted = isTensor(by) ? by.notEqual(0).where(values, before?.shift ?? 0) : values;
  const shift = before?.shift ?? counted;
  const step = counted.sub(shift);
  const distance = step.mul(by);
  const square = distance.mul(step);
  const weight = isTensor(by) ? by.cast('float32').reshape([]) : by;
  if (!before)
    return { weight: isTensor(weight) ? weight.clone() : weight, shift: counted.clone(), distance, square };
  return {
    weight: isTensor(weight) ? weight.add(before.weight) : weight + (before.weight as number),
    shift,
    distance: before.distance.add(distance),
    square: before.square.add(square),
  };
}

/** The mean, and the deviation of it, of numbers whose sums were taken in parts. */
function spreadOf(parts: readonly Part[]): { readonly mean: number; readonly deviation: number } {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const mean = parts.reduce(
    (sum, { weight, shift, distance }) => sum + shift * (weight / total) + distance / total,
    0,
  );
  const variance = parts.reduce((sum, { weight, shift, distance, square }) => {
    const away = shift - mean; // Σ w (x - mean)² = Σ w (d + away)²,  d = x - shift
    return sum + (square + 2 * away * distance + weight * away * away) / total;
  }, 0);
  return { mean, deviation: Math.sqrt(Math.max(variance, 0)) };
}

async function readGroup({ names, ...sums }: Group): Promise<Part[]> {
  const kept = [sums.shift, sums.distance, sums.square, sums.weight].map((x) =>
    isTensor(x) ? x.detach() : x,
  );
  try {
    const read = await Promise.all(kept.map((x) => (isTensor(x) ? x.data() : [x])));
    const [shift, distance, square, weight] = read as ArrayLike<number>[];
    return names.map((name, i) => ({
      name,
      weight: weight![0]!,
      shift: shift![i]!,
      distance: distance![i]!,
      square: square![i]!,
    }));
  } finally {
    disposeTensors(kept);
  }
}
