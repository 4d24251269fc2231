import { type UnaryFunction, unary } from './define-unary.js';

/**
 * Whether a value is NaN, element by element.
 *
 * Shape: x `[...]` → same shape, bool.
 * @example
 * await isNaN(tensor([NaN, 1])).array(); // => [true, false]
 */
export const isNaN: UnaryFunction = unary('isNaN', 'float32');

/**
 * Whether a value is infinite, element by element.
 *
 * Shape: x `[...]` → same shape, bool.
 * @example
 * await isInf(tensor([Infinity, 1])).array(); // => [true, false]
 */
export const isInf: UnaryFunction = unary('isInf', 'float32');

/**
 * Whether a value is finite, neither infinite nor NaN, element by element.
 *
 * Shape: x `[...]` → same shape, bool.
 * @example
 * await isFinite(tensor([Infinity, 1])).array(); // => [false, true]
 */
export const isFinite: UnaryFunction = unary('isFinite', 'float32');

/**
 * Logical not, element by element; numbers count as true where they are not 0.
 *
 * Shape: x `[...]` → same shape, bool.
 * @example
 * await logicalNot(tensor([true, false])).array(); // => [false, true]
 */
export const logicalNot: UnaryFunction = unary('logicalNot', 'bool');
