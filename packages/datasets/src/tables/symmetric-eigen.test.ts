import { Generator } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { drawNormals } from '../draw-numbers.js';
import { symmetricEigen } from './symmetric-eigen.js';

const random = (n: number, rank = n): Float64Array =>
  product(drawNormals(n * rank, new Generator(1)), n, rank);

/** half · halfᵀ */
const product = (half: Float64Array, n: number, rank: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += half[i * rank + k]! * half[j * rank + k]!;
    return sum;
  });

describe('eigenvalues and eigenvectors', () => {
  it.each<[string, number, Float64Array]>([
    ['one number', 1, Float64Array.of(3)],
    ['two by two', 2, Float64Array.of(2, 1, 1, 2)],
    ['zero', 4, new Float64Array(16)],
    ['a diagonal', 3, Float64Array.of(1, 0, 0, 0, -5, 0, 0, 0, 2)],
    ['equal values', 3, Float64Array.of(2, 1, 1, 1, 2, 1, 1, 1, 2)],
    ['a random one', 40, random(40)],
    ['one of low rank', 40, random(40, 3)],
    ['values far apart', 3, Float64Array.of(1e12, 1, 0, 1, 1, 1e-6, 0, 1e-6, 1e-12)],
  ])('of %s make the matrix again', (_, n, matrix) => {
    const { values, vectors } = symmetricEigen(matrix, n);
    const largest = Math.max(...matrix.map(Math.abs), 1e-300);
    expect(Array.from(values)).toEqual(Array.from(values).sort((a, b) => b - a));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let [made, dot] = [0, 0];
        for (let k = 0; k < n; k++) {
          made += values[k]! * vectors[k * n + i]! * vectors[k * n + j]!;
          dot += vectors[i * n + k]! * vectors[j * n + k]!;
        }
        expect(Math.abs(made - matrix[i * n + j]!)).toBeLessThan(1e-13 * n * largest);
        expect(Math.abs(dot - Number(i === j))).toBeLessThan(1e-13 * n);
      }
    }
  });

  it('are those that one knows', () => {
    const { values } = symmetricEigen(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3);
    const expected = [2 + Math.SQRT2, 2, 2 - Math.SQRT2];
    for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 13);
  });
});
