import { describeShape, sameShape } from '@neurona/backend';

/** Values and their shape, from wherever they are. */
export interface Values {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** The difference of an output from the expected one: an error, and the share of the tolerance that was used. */
export interface OutputComparison {
  readonly problem: string | undefined;
  readonly use: number;
}

/** Compares an output of a model: max |actual - expected| <= tolerance · max |expected|. */
export function compareOutput(actual: Values, expected: Values, tolerance: number): OutputComparison {
  if (!sameShape(actual.shape, expected.shape)) {
    const problem = `expected shape ${describeShape(expected.shape)}, got ${describeShape(actual.shape)}`;
    return { problem, use: Number.POSITIVE_INFINITY };
  }
  let [error, largest] = [0, 0];
  for (let i = 0; i < expected.values.length; i++) {
    const difference = Math.abs(actual.values[i]! - expected.values[i]!);
    error = Math.max(error, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    largest = Math.max(largest, Math.abs(expected.values[i]!));
  }
  const bound = tolerance * largest;
  const use = error === 0 ? 0 : error / bound;
  const problem =
    use <= 1 ? undefined : `off by up to ${error.toPrecision(3)}, where ${bound.toPrecision(3)} is allowed`;
  return { problem, use };
}
