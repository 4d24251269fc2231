/** Error function: its series, or for large arguments 1 - erfc. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 2) return Math.sign(x) * (1 - erfc(a));
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Complementary error function: 1 - erf, or for large arguments its continued fraction. */
function erfc(x: number): number {
  if (x <= 2) return 1 - erf(x);
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: number): number =>
  x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));

/** log(1 + eˣ). */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Density of the standard normal distribution, and its integral. */
export const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
export const distribution = (x: number): number => erfc(-x / Math.SQRT2) / 2;

/** Functions in float64 that JavaScript's Math lacks: what float32 results are compared with. */
export const float64 = { erf, erfc, sigmoid, softplus, density, distribution };

/** Distance of a float32 from a number in units of the last place; a number too large for float32 is infinity, one too small may be 0. */
export function ulps(actual: number, expected: number): number {
  const rounded = Math.fround(expected);
  if (Object.is(actual, rounded) || (actual === 0 && rounded === 0)) return 0;
  if (
    Number.isNaN(expected) ||
    Number.isNaN(actual) ||
    !Number.isFinite(rounded) ||
    !Number.isFinite(actual)
  ) {
    const isAtEdge = Math.abs(expected) > 3.4e38 && Math.abs(actual) > 3.4e38 && actual > 0 === expected > 0;
    return isAtEdge ? 0 : Number.POSITIVE_INFINITY;
  }
  const least = 2 ** -126; // below, a device may flush to 0
  if (Math.abs(expected) < least && Math.abs(actual) < 2 * least) return 0;
  const unit = 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(expected)))) - 23);
  return Math.abs(actual - expected) / unit;
}
