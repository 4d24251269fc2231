/** How far two numbers may be apart: |actual - expected| ≤ atol + rtol · |expected|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/**
 * The tolerances of every standard check.
 *
 * `value`: what a backend computes, against the JavaScript backend. A GPU's exponentials, logarithms and powers are exact to some
 * 1e-5 only: the WGSL specification allows more than an ulp for each.
 * `gradientOnGpu`: a GPU's gradients of first and second order, which pile up several such functions, against the JavaScript
 * backend's.
 * `derivative`: derivatives against differences. With steps of 0.05 rounding of the values alone makes errors of some 1e-5
 * times their size, on a GPU of some 1e-3.
 */
export const tolerances = {
  value: { rtol: 1e-5, atol: 1e-6 },
  valueOnGpu: { rtol: 1e-4, atol: 1e-5 },
  gradientOnGpu: { rtol: 1e-4, atol: 1e-4 },
  derivative: { rtol: 2e-3, atol: 2e-3 },
} as const satisfies Readonly<Record<string, Tolerance>>;
