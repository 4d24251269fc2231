import { expect } from 'vitest';
import { type Tolerance, tolerances } from './tolerances.js';

/** Numbers, flat or nested. */
export type Numbers = number | boolean | ArrayLike<number> | readonly Numbers[];

/**
 * Expects numbers to agree within a tolerance; NaN and infinities only with themselves. Nested arrays must have one structure.
 * @param tolerance - `rtol`, `atol`; by default those of values.
 * @example
 * expectClose(await tensor([0.1, 0.2]).sum().item(), 0.3);
 */
export function expectClose(actual: Numbers, expected: Numbers, tolerance: Partial<Tolerance> = {}): void {
  const { rtol, atol } = { ...tolerances.value, ...tolerance };
  const [found, wanted] = [flat(actual), flat(expected)];
  expect(found.length, 'number of values').toBe(wanted.length);
  let worst = -1;
  let excess = 1;
  for (const [i, value] of found.entries()) {
    const target = wanted[i]!;
    if (Object.is(value, target) || value === target) continue;
    const ratio = Math.abs(value - target) / (atol + rtol * Math.abs(target));
    if (ratio <= excess) continue;
    [worst, excess] = [i, Number.isFinite(ratio) ? ratio : Infinity];
  }
  if (worst < 0) return;
  expect.fail(
    `expected ${wanted[worst]}, got ${found[worst]} at value ${worst} of ${found.length}: ` +
      `${excess.toPrecision(3)} times the tolerance (rtol ${rtol}, atol ${atol})`,
  );
}

function flat(values: Numbers): number[] {
  if (typeof values === 'number' || typeof values === 'boolean') return [Number(values)];
  return Array.from(values as ArrayLike<Numbers>).flatMap(flat);
}
