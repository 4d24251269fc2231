import { expect, it } from 'vitest';
import { tenPoints } from '../../index.js';

it("gives points on which Rosenblatt's rule makes 2, 1, 0, 0 and 0 mistakes", () => {
  const data = tenPoints();
  const weights = [0, 0, 0];
  const mistakes = Array.from({ length: 5 }, () => {
    let count = 0;
    for (let i = 0; i < data.length; i++) {
      const [point, target] = data.get(i);
      const [x1, x2] = point!.values;
      const answer = weights[0]! + weights[1]! * x1! + weights[2]! * x2! >= 0 ? 1 : 0;
      const error = target!.values[0]! - answer;
      for (const [j, x] of [1, x1!, x2!].entries()) weights[j]! += 0.1 * error * x;
      count += Math.abs(error);
    }
    return count;
  });
  expect(mistakes).toEqual([2, 1, 0, 0, 0]);
  const expected = [-0.1, 0.20653640140000007, -0.23418117710000003];
  for (const [j, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[j]!, 6);
});
