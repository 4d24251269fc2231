// internal
const TWO_OVER_SQRT_PI = 1.1283791670955126;

/**
 * The error function, to at least seven digits.
 *
 *     erf x = 2/√π · Σ_n (-1)^n x^(2n + 1) / (n! (2n + 1))          for |x| < 3, else by an approximation of 1 - erf x
 *
 * @see Abramowitz, Stegun, "Handbook of Mathematical Functions", 1964, 7.1.5 and 7.1.26
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 3)) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return TWO_OVER_SQRT_PI * sum;
  }
  const t = 1 / (1 + 0.3275911 * size);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - polynomial * Math.exp(-size * size));
}
