import type { Tensor } from '../../tensor.js';
import { type UnaryFunction, unary } from './define-unary.js';
import { hypot } from './hypot.js';

/**
 * Sine of an angle in radians, element by element.
 *
 *     y = sin x        dy/dx = cos x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await sin(tensor([0, 1])).data(); // => [0, 0.8415]
 */
export const sin: UnaryFunction = unary('sin', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.cos()),
});

/**
 * Cosine of an angle in radians, element by element.
 *
 *     y = cos x        dy/dx = -sin x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await cos(tensor([0, 1])).data(); // => [1, 0.5403]
 */
export const cos: UnaryFunction = unary('cos', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.sin()).neg(),
});

/**
 * Tangent of an angle in radians, element by element.
 *
 *     y = tan x        dy/dx = 1 + y²
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await tan(tensor([0, 1])).data(); // => [0, 1.5574]
 */
export const tan: UnaryFunction = unary('tan', 'float32', {
  saves: 'y',
  backward: (grad, y) => grad.mul(y.square().add(1)),
});

/**
 * Inverse sine, in radians, element by element.
 *
 *     y = asin x        dy/dx = 1 / √(1 - x²)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await asin(tensor([0, 1])).data(); // => [0, 1.5708]
 */
export const asin: UnaryFunction = unary('asin', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(oneMinusSquare(x).rsqrt()),
});

/**
 * Inverse cosine, in radians, element by element.
 *
 *     y = acos x        dy/dx = -1 / √(1 - x²)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await acos(tensor([0, 1])).data(); // => [1.5708, 0]
 */
export const acos: UnaryFunction = unary('acos', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(oneMinusSquare(x).rsqrt()).neg(),
});

/**
 * Inverse tangent, in radians, element by element.
 *
 *     y = atan x        dy/dx = 1 / (1 + x²)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await atan(tensor([0, 1])).data(); // => [0, 0.7854]
 */
export const atan: UnaryFunction = unary('atan', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.div(x.square().add(1)),
});

/**
 * Hyperbolic sine, element by element.
 *
 *     y = (eˣ - e⁻ˣ) / 2        dy/dx = cosh x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await sinh(tensor([0, 1])).data(); // => [0, 1.1752]
 */
export const sinh: UnaryFunction = unary('sinh', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.cosh()),
});

/**
 * Hyperbolic cosine, element by element.
 *
 *     y = (eˣ + e⁻ˣ) / 2        dy/dx = sinh x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await cosh(tensor([0, 1])).data(); // => [1, 1.5431]
 */
export const cosh: UnaryFunction = unary('cosh', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.sinh()),
});

/**
 * Hyperbolic tangent, element by element.
 *
 *     y = tanh x        dy/dx = 1 - y²
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await tanh(tensor([0, 1])).data(); // => [0, 0.7616]
 */
export const tanh: UnaryFunction = unary('tanh', 'float32', {
  saves: 'y',
  backward: (grad, y) => grad.mul(y.square().neg().add(1)),
});

/**
 * Inverse hyperbolic sine, element by element.
 *
 *     y = ln(x + √(x² + 1))        dy/dx = 1 / √(x² + 1)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await asinh(tensor([0, 1])).data(); // => [0, 0.8814]
 */
export const asinh: UnaryFunction = unary('asinh', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.div(hypot(x, 1)), // x² overflows
});

/**
 * Inverse hyperbolic cosine, element by element.
 *
 *     y = ln(x + √(x² - 1))        dy/dx = 1 / √(x² - 1)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await acosh(tensor([1, 2])).data(); // => [0, 1.317]
 */
export const acosh: UnaryFunction = unary('acosh', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.sub(1).rsqrt()).mul(x.add(1).rsqrt()), // x² overflows
});

/**
 * Inverse hyperbolic tangent, element by element.
 *
 *     y = ½ ln((1 + x) / (1 - x))        dy/dx = 1 / (1 - x²)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await atanh(tensor([0, 0.5])).data(); // => [0, 0.5493]
 */
export const atanh: UnaryFunction = unary('atanh', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.div(oneMinusSquare(x)),
});

/** 1 - x² as (1 - x)(1 + x), exact also close to 1. */
const oneMinusSquare = (x: Tensor): Tensor => x.neg().add(1).mul(x.add(1));
