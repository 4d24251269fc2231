import { type UnaryFunction, unary } from './define-unary.js';
import { reluGrad } from './relu-grad.js';

/**
 * Negative, element by element. Numbers of dtype int32 stay so.
 *
 *     y = -x        dy/dx = -1
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await neg(tensor([1, -2])).data(); // => [-1, 2]
 */
export const neg: UnaryFunction = unary('neg', 'number', { backward: (grad) => grad.neg() });

/**
 * Absolute value, element by element. Numbers of dtype int32 stay so.
 *
 *     y = |x|        dy/dx = sign x (0 at 0)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await abs(tensor([-3, 2])).data(); // => [3, 2]
 */
export const abs: UnaryFunction = unary('abs', 'number', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.sign()),
});

/**
 * Sign: -1, 0 or 1, element by element. Numbers of dtype int32 stay so.
 *
 *     y = sign x        dy/dx = 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await sign(tensor([-3, 0, 2])).data(); // => [-1, 0, 1]
 */
export const sign: UnaryFunction = unary('sign', 'number', { backward: (grad) => grad.mul(0) });

/**
 * Square, element by element. Numbers of dtype int32 stay so.
 *
 *     y = x²        dy/dx = 2x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await square(tensor([-3, 2])).data(); // => [9, 4]
 */
export const square: UnaryFunction = unary('square', 'number', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x).mul(2),
});

/**
 * Square root, element by element.
 *
 *     y = √x        dy/dx = 1 / 2y
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await sqrt(tensor([4, 9])).data(); // => [2, 3]
 */
export const sqrt: UnaryFunction = unary('sqrt', 'float32', {
  saves: 'y',
  backward: (grad, y) => grad.div(y.mul(2)),
});

/**
 * Reciprocal square root, element by element.
 *
 *     y = 1 / √x        dy/dx = -y³ / 2
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await rsqrt(tensor([4, 25])).data(); // => [0.5, 0.2]
 */
export const rsqrt: UnaryFunction = unary('rsqrt', 'float32', {
  saves: 'y',
  backward: (grad, y) => grad.mul(y.mul(-0.5).mul(y).mul(y)), // halved first, as y³ overflows sooner
});

/**
 * Reciprocal, element by element.
 *
 *     y = 1 / x        dy/dx = -y²
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await reciprocal(tensor([2, 4])).data(); // => [0.5, 0.25]
 */
export const reciprocal: UnaryFunction = unary('reciprocal', 'float32', {
  saves: 'y',
  backward: (grad, y) => grad.mul(y).mul(y).neg(),
});

/**
 * ReLU: the positive part, element by element. Numbers of dtype int32 stay so.
 *
 *     y = max(x, 0)        dy/dx = 1 where x > 0, else 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await relu(tensor([-1, 2])).data(); // => [0, 2]
 */
export const relu: UnaryFunction = unary('relu', 'number', {
  saves: 'y',
  backward: (grad, y) => reluGrad(grad, y),
});

/**
 * Rounds down to an integer, element by element.
 *
 *     y = ⌊x⌋        dy/dx = 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await floor(tensor([1.5, -1.5])).data(); // => [1, -2]
 */
export const floor: UnaryFunction = unary('floor', 'float32', { backward: (grad) => grad.mul(0) });

/**
 * Rounds up to an integer, element by element.
 *
 *     y = ⌈x⌉        dy/dx = 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await ceil(tensor([1.5, -1.5])).data(); // => [2, -1]
 */
export const ceil: UnaryFunction = unary('ceil', 'float32', { backward: (grad) => grad.mul(0) });

/**
 * Rounds to the nearest integer, halves to the even one, element by element.
 *
 *     dy/dx = 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await round(tensor([1.5, 2.5])).data(); // => [2, 2]
 */
export const round: UnaryFunction = unary('round', 'float32', { backward: (grad) => grad.mul(0) });

/**
 * Cuts off the fraction, element by element.
 *
 *     dy/dx = 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await trunc(tensor([1.7, -1.7])).data(); // => [1, -1]
 */
export const trunc: UnaryFunction = unary('trunc', 'float32', { backward: (grad) => grad.mul(0) });
