import { describe, expect, it } from 'vitest';
import { windowCount } from './geometry.js';

describe('windowCount', () => {
  const axis = { size: 7, kernel: 3, stride: 1, dilation: 1, before: 0, after: 0 };
  it.each([
    [{}, 5],
    [{ before: 1, after: 1 }, 7],
    [{ stride: 2 }, 3],
    [{ stride: 3 }, 2],
    [{ dilation: 2 }, 3],
    [{ dilation: 2, stride: 2, before: 0, after: 1 }, 2],
    [{ kernel: 7 }, 1],
    [{ size: 28, kernel: 5, before: 2, after: 2, stride: 2 }, 14],
  ])('with %j is %d', (change, count) => {
    expect(windowCount({ ...axis, ...change })).toBe(count);
  });
});
