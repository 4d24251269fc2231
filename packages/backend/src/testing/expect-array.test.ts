import { describe, expect, it } from 'vitest';
import type { DType } from '../dtype.js';
import { expectArray } from './expect-array.js';
import { hostArray } from './kernel-case.js';
import { toleranceOf } from './tolerances.js';

const array = (values: (number | string)[], dtype: DType = 'float32', shape = [values.length]) =>
  hostArray({ shape, dtype, values });
const tolerance = { rtol: 0.01, atol: 0.001 };
const compare = (got: ReturnType<typeof array>, expected: ReturnType<typeof array>) => () =>
  expectArray(got, expected, tolerance, 'x');

describe('expectArray', () => {
  it.each([
    ['equal values', [1, 0, -3]],
    ['NaN and infinities', ['NaN', 'Infinity', '-Infinity']],
  ])('accepts %s', (_, values) => {
    expect(compare(array(values), array(values))).not.toThrow();
  });

  it('accepts what is within the tolerance, and no sign of zero', () => {
    expect(compare(array([1.009, 0.0009, 0]), array([1, 0, -0]))).not.toThrow();
  });

  it.each([
    ['a value out of the tolerance', [1.02], [1]],
    ['NaN for a number', ['NaN'], [1]],
    ['a number for NaN', [1], ['NaN']],
    ['infinity for a number', ['Infinity'], [1]],
    ['a number for infinity', [1e30], ['Infinity']],
    ['the wrong infinity', ['-Infinity'], ['Infinity']],
    ['NaN for infinity', ['NaN'], ['Infinity']],
  ])('rejects %s', (_, got, expected) => {
    expect(compare(array(got), array(expected))).toThrow('values of x');
  });

  it('rejects another shape or dtype, and int32 within the tolerance', () => {
    expect(compare(array([1, 2], 'float32', [1, 2]), array([1, 2]))).toThrow('dtype and shape of x');
    expect(compare(array([1], 'int32'), array([1]))).toThrow('dtype and shape of x');
    expect(compare(array([1000], 'int32'), array([1001], 'int32'))).toThrow('values of x');
  });
});

describe('toleranceOf', () => {
  it('is the function’s, else the kernel’s, else exact', () => {
    expect(toleranceOf('unary', 'floor')).toEqual({ rtol: 0, atol: 0 });
    expect(toleranceOf('unary', 'exp')).toEqual({ rtol: 1e-5, atol: 1e-9 });
    expect(toleranceOf('transpose', undefined)).toEqual({ rtol: 0, atol: 0 });
  });
});
