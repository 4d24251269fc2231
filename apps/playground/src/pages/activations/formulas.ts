import type { FunctionName } from './settings.js';

/** Each function and its derivative, as the field writes them. */
export const formulas: Readonly<Record<FunctionName, readonly [value: string, derivative: string]>> = {
  identity: ['x', '1'],
  step: ['1 (x ≥ 0),  0 (x < 0)', '0'],
  sigmoid: ['1 / (1 + e⁻ˣ)', 'φ(x) · (1 − φ(x))'],
  bipolarSigmoid: ['(1 − e⁻ˣ) / (1 + e⁻ˣ)', '(1 − φ(x)²) / 2'],
  tanh: ['(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)', '1 − φ(x)²'],
  relu: ['max(0, x)', '1 (x > 0),  0 (x ≤ 0)'],
  leakyRelu: ['x (x > 0),  a · x (x ≤ 0)', '1 (x > 0),  a (x ≤ 0)'],
  prelu: ['x (x > 0),  a · x (x ≤ 0)', '1 (x > 0),  a (x ≤ 0);  ∂φ/∂a = min(0, x)'],
  elu: ['x (x > 0),  eˣ − 1 (x ≤ 0)', '1 (x > 0),  eˣ (x ≤ 0)'],
  selu: ['1.0507 · x (x > 0),  1.7581 · (eˣ − 1) (x ≤ 0)', '1.0507 (x > 0),  1.7581 · eˣ (x ≤ 0)'],
  gelu: ['x · Φ(x),  Φ(x) = P(N(0, 1) ≤ x)', 'Φ(x) + x · e^(−x²/2) / √(2π)'],
  silu: ['x · σ(x),  σ(x) = 1 / (1 + e⁻ˣ)', 'σ(x) · (1 + x · (1 − σ(x)))'],
  softplus: ['ln(1 + eˣ)', '1 / (1 + e⁻ˣ)'],
  softmax: ['eˣ / (eˣ + e¹ + e⁰)', 'φ(x) · (1 − φ(x))'],
};
