import { expect, it } from 'vitest';
import { shorten, textWidth } from './text-width.js';

it('counts wide characters more than narrow ones', () => {
  expect(textWidth('mmm', 10)).toBeGreaterThan(textWidth('aaa', 10));
  expect(textWidth('aaa', 10)).toBeGreaterThan(textWidth('iii', 10));
  expect(textWidth('猫', 10)).toBe(10);
  expect(textWidth('', 10)).toBe(0);
});

it('leaves text that fits as it is, and cuts the rest to the width', () => {
  expect(shorten('cat', 100, 12)).toBe('cat');
  const cut = shorten('a class with a long name', 60, 12);
  expect(cut).toBe('a class…');
  expect(textWidth(cut, 12)).toBeLessThanOrEqual(60);
  expect(shorten('😀😀😀😀', 30, 12)).toBe('😀…');
});
