import { type UnaryFunction, unary } from './define-unary.js';

/**
 * Exponential function, element by element.
 *
 *     y = eˣ        dy/dx = y
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await exp(tensor([0, 1])).data(); // => [1, 2.7183]
 */
export const exp: UnaryFunction = unary('exp', 'float32', { saves: 'y', backward: (grad, y) => grad.mul(y) });

/**
 * Exponential function minus one, exact also near 0, element by element.
 *
 *     y = eˣ - 1        dy/dx = y + 1
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await expm1(tensor([0, 1])).data(); // => [0, 1.7183]
 */
export const expm1: UnaryFunction = unary('expm1', 'float32', {
  saves: 'y',
  backward: (grad, y) => grad.mul(y.add(1)),
});

/**
 * Natural logarithm, element by element.
 *
 *     y = ln x        dy/dx = 1 / x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await log(tensor([1, 10])).data(); // => [0, 2.3026]
 */
export const log: UnaryFunction = unary('log', 'float32', { saves: 'x', backward: (grad, x) => grad.div(x) });

/**
 * Natural logarithm of 1 + x, exact also near 0, element by element.
 *
 *     y = ln(1 + x)        dy/dx = 1 / (1 + x)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await log1p(tensor([0, 1])).data(); // => [0, 0.6931]
 */
export const log1p: UnaryFunction = unary('log1p', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.div(x.add(1)),
});

/**
 * Logistic function, element by element.
 *
 *     y = 1 / (1 + e⁻ˣ)        dy/dx = y (1 - y)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await sigmoid(tensor([0, 2])).data(); // => [0.5, 0.8808]
 */
export const sigmoid: UnaryFunction = unary('sigmoid', 'float32', {
  saves: 'y',
  backward: (grad, y) => grad.mul(y).mul(y.neg().add(1)),
});

/**
 * Error function, element by element.
 *
 *     y = 2/√π ∫₀ˣ e^(-t²) dt        dy/dx = 2/√π · e^(-x²)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await erf(tensor([0, 1])).data(); // => [0, 0.8427]
 */
export const erf: UnaryFunction = unary('erf', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.square().neg().exp()).mul(2 / Math.sqrt(Math.PI)),
});
