import type { Contender } from './contenders/contender.js';

/** How far the losses of a contender's first steps are from the reference's. */
export interface Agreement {
  readonly losses: readonly number[];
  /** Largest relative difference. */
  readonly difference: number;
  readonly agrees: boolean;
}

/** Steps whose losses are compared. */
const comparedSteps = 4;
/** Adam's first steps divide by the gradient's size: where it is near zero, rounding decides their direction. */
export const tolerance = 1e-3;

/** The losses of the first steps, one by one: they are alike if starts, gradients and updates are. */
export async function firstLosses(contender: Contender): Promise<number[]> {
  const losses: number[] = [];
  for (let i = 0; i < comparedSteps; i++) losses.push((await contender.run(1)).loss);
  return losses;
}

/** Compares losses with those of the reference. */
export function compareLosses(losses: readonly number[], reference: readonly number[]): Agreement {
  const differences = losses.map((loss, i) => Math.abs(loss - reference[i]!) / Math.abs(reference[i]!));
  const difference = Math.max(
    ...differences.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)),
  );
  return { losses, difference, agrees: difference <= tolerance };
}
