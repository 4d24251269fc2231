// internal
import { randomValues } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';

/** Numbers of [0, 1) drawn on the host. */
export const drawUniform = (count: number, rng: Generator): Float32Array =>
  randomValues('uniform', [count], rng.take(count)) as Float32Array;

/** A number drawn from Beta(α, α) on the host, as the share of one of two numbers from Gamma(α). */
export function drawBeta(alpha: number, rng: Generator): number {
  const [a, b] = [drawLogGamma(alpha, rng), drawLogGamma(alpha, rng)];
  return 1 / (1 + Math.exp(b - a));
}

/**
 * The logarithm of a number from Gamma(α): of α + 1 and then scaled, so that small α work.
 * @see Marsaglia, Tsang, "A Simple Method for Generating Gamma Variables", 2000
 */
function drawLogGamma(alpha: number, rng: Generator): number {
  const d = alpha + 1 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const [u1, u2, u3, u4] = drawUniform(4, rng) as unknown as [number, number, number, number];
    const x = Math.sqrt(-2 * Math.log(1 - u1)) * Math.cos(2 * Math.PI * u2);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - u3) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v) + Math.log(1 - u4) / alpha;
    }
  }
}
