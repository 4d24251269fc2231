import { describeShape, sameShape, sizeOf } from '@neurona/backend';
import type { HostArray } from './safetensors.js';

/** The difference of an array from the expected one. */
export interface Comparison {
  /** What is wrong, in words; undefined when nothing is. */
  readonly problem: string | undefined;
  /** The largest share of the tolerance that an element used: up to 1 is within it. */
  readonly use: number;
}

/**
 * Compares values: equal shapes and dtypes, and everywhere
 *
 *     |actual - expected| ≤ atol + rtol · |expected|
 *
 * Integers, booleans and non-finite numbers have to be equal; NaN equals NaN.
 */
export function compare(
  actual: HostArray,
  expected: HostArray,
  { rtol, atol }: { readonly rtol: number; readonly atol: number },
): Comparison {
  if (!sameShape(actual.shape, expected.shape)) {
    const problem = `expected shape ${describeShape(expected.shape)}, got ${describeShape(actual.shape)}`;
    return { problem, use: Number.POSITIVE_INFINITY };
  }
  if (actual.dtype !== expected.dtype) {
    return { problem: `expected ${expected.dtype}, got ${actual.dtype}`, use: Number.POSITIVE_INFINITY };
  }
  if (actual.values.length !== sizeOf(expected.shape)) {
    const problem = `expected ${sizeOf(expected.shape)} values, got ${actual.values.length}`;
    return { problem, use: Number.POSITIVE_INFINITY };
  }
  const isExact = expected.dtype !== 'float32';
  let use = 0;
  let worst = -1;
  for (let i = 0; i < expected.values.length; i++) {
    const share = toleranceUsed(
      actual.values[i]!,
      expected.values[i]!,
      isExact ? 0 : rtol,
      isExact ? 0 : atol,
    );
    if (share > use) {
      use = share;
      worst = i;
    }
  }
  if (use <= 1) return { problem: undefined, use };
  const place = describeShape(placeOf(worst, expected.shape));
  const [got, wanted] = [actual.values[worst]!, expected.values[worst]!];
  const problem = `expected ${wanted} at ${place}, got ${got} (${use.toPrecision(3)} times the tolerance)`;
  return { problem, use };
}

function toleranceUsed(actual: number, expected: number, rtol: number, atol: number): number {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return 0;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return Number.POSITIVE_INFINITY;
  return Math.abs(actual - expected) / (atol + rtol * Math.abs(expected));
}

function placeOf(offset: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  for (const size of [...shape].reverse()) {
    place.unshift(offset % size);
    offset = Math.floor(offset / size);
  }
  return place;
}
