import { expect, it } from 'vitest';
import { ArgumentError, checkArgument, checkCount, checkProbability } from './index.js';

it.each([
  ['function', () => 1, undefined, 'a function, got undefined'],
  ['string', 'x', 3, 'a string, got 3'],
  ['list', [1], 'text', 'an array, got text'],
  ['list', new Float32Array(1), {}, 'an array, got {}'],
  ['record', {}, null, 'an object, got null'],
  ['bytes', new Uint8Array(1), [1], 'a Uint8Array of bytes, got [1]'],
] as const)('an argument that is no %s is refused', (kind, right, wrong, message) => {
  expect(checkArgument('f', 'x', right, kind)).toBe(right);
  expect(() => checkArgument('f', 'x', wrong, kind, 'Do so.')).toThrow(ArgumentError);
  expect(() => checkArgument('f', 'x', wrong, kind, 'Do so.')).toThrow(
    `[f] expected x to be ${message}. Do so.`,
  );
});

it('a count that is no integer, or too small, is refused', () => {
  expect(checkCount('f', 'size', 1)).toBe(1);
  expect(checkCount('f', 'size', 0, 0)).toBe(0);
  for (const wrong of [0, 1.5, Number.NaN, 2 ** 53, undefined as unknown as number])
    expect(() => checkCount('f', 'size', wrong)).toThrow(
      '[f] expected size to be an integer of at least 1, got',
    );
});

it('a probability that is none is refused', () => {
  expect([0, 0.5, 1].map((p) => checkProbability('f', p))).toEqual([0, 0.5, 1]);
  for (const wrong of [-0.1, 1.1, Number.NaN, '0.5' as unknown as number])
    expect(() => checkProbability('f', wrong)).toThrow('[f] expected a probability from 0 to 1, got');
  expect(() => checkProbability('f', 1, false)).toThrow(
    '[f] expected a probability from 0 to less than 1, got 1',
  );
});
