import { expect, it } from 'vitest';
import { flag, integer, list, number, oneOf, record, text } from './state-fields.js';

it('reads names, numbers, flags and texts, and nothing else', () => {
  const rule = oneOf(['perceptron', 'gradient']);
  expect([rule.read('gradient'), rule.read('other')]).toEqual(['gradient', undefined]);
  const rate = number(0, 10);
  expect([rate.read('0.1'), rate.read('11'), rate.read(''), rate.read('1e'), rate.read('NaN')]).toEqual([
    0.1,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect([integer(0, 9).read('3'), integer(0, 9).read('3.5')]).toEqual([3, undefined]);
  expect([flag.read('1'), flag.read('0'), flag.read('yes')]).toEqual([true, false, undefined]);
  expect(text(3).read('hello')).toBe('hel');
});

it('writes what it reads', () => {
  const speed = number(0, Number.POSITIVE_INFINITY);
  expect(speed.write(Number.POSITIVE_INFINITY)).toBe('max');
  expect(speed.read('max')).toBe(Number.POSITIVE_INFINITY);
  expect(speed.write(0.1 + 0.2)).toBe('0.3');
  const points = list(record({ x: number(-3, 3), label: integer(0, 1) }), 3);
  const two = [
    { x: -1.5, label: 0 },
    { x: 2, label: 1 },
  ];
  expect(points.write(two)).toBe('-1.5*0_2*1');
  expect(points.read('-1.5*0_2*1')).toEqual(two);
  expect(points.read('')).toEqual([]);
  expect([points.read('9*0'), points.read('1'), points.read('1*0_1*0_1*0_1*0')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
