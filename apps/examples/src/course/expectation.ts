/** A measured number, or several. */
export type MeasuredValue = number | readonly number[];

/** What a measured number must be. */
export interface Expectation<V extends MeasuredValue = MeasuredValue> {
  /** In a few signs: `≥ 0.94`. */
  readonly text: string;
  readonly holds: (value: V) => boolean;
}

/** What is expected of a lesson, by the names of its numbers. */
// biome-ignore lint/suspicious/noExplicitAny: an expectation of one number is no expectation of several, nor the other way round
export type Expectations = Readonly<Record<string, Expectation<any>>>;

/** What a lesson returns: a value for each expectation. */
export type Measured<E extends Expectations = Expectations> = {
  readonly [K in keyof E]: E[K] extends Expectation<infer V> ? V : never;
};

/** A measured value in a few signs. */
export const measuredText = (value: MeasuredValue): string =>
  typeof value === 'number' ? numberText(value) : value.map(numberText).join(' ');

/** A number in up to six digits. */
const numberText = (value: number): string => String(Number(value.toPrecision(6)));

/** At least so much. */
export const atLeast = (least: number): Expectation<number> => ({
  text: `≥ ${measuredText(least)}`,
  holds: (value) => value >= least,
});

/** At most so much. */
export const atMost = (most: number): Expectation<number> => ({
  text: `≤ ${measuredText(most)}`,
  holds: (value) => value <= most,
});

/** Exactly this number. */
export const equal = (expected: number): Expectation<number> => ({
  text: measuredText(expected),
  holds: (value) => value === expected,
});

/** One number, off by no more than the tolerance. */
export const near = (expected: number, tolerance: number): Expectation<number> => ({
  text: `${measuredText(expected)} ± ${measuredText(tolerance)}`,
  holds: (value) => Math.abs(value - expected) <= tolerance,
});

/** As many numbers, each off by no more than the tolerance. */
export const allNear = (expected: readonly number[], tolerance: number): Expectation<readonly number[]> => ({
  text: `${measuredText(expected)} ± ${measuredText(tolerance)}`,
  holds: (values) =>
    values.length === expected.length &&
    values.every((value, i) => Math.abs(value - expected[i]!) <= tolerance),
});

/** Exactly these integers. */
export const exactly = (...expected: readonly number[]): Expectation<readonly number[]> => ({
  text: measuredText(expected),
  holds: (values) => values.length === expected.length && values.every((value, i) => value === expected[i]),
});
