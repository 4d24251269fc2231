import { expect, it } from 'vitest';
import { meanIoU } from './confusion-scores.js';

it('is the mean overlap of the classes that there are', () => {
  expect(
    meanIoU([
      [3, 1, 0],
      [1, 2, 0],
      [0, 0, 0],
    ]),
  ).toBeCloseTo((3 / 5 + 2 / 4) / 2, 12); // classes 0 and 1
  expect(
    meanIoU([
      [2, 0],
      [0, 5],
    ]),
  ).toBe(1);
  expect(
    meanIoU([
      [0, 0],
      [0, 0],
    ]),
  ).toBeNaN();
  expect(() => meanIoU([[1, 2]])).toThrow('[meanIoU] expected');
});
