import { afterEach, expect, it } from 'vitest';
import { formatBrief, formatNumber, formatPercent, formatShort } from './numbers.js';
import { language } from './texts.js';

afterEach(() => {
  language.value = 'en';
});

it('writes decimals, a true minus and no minus at zero', () => {
  const written = [formatNumber(1234.5, 2), formatNumber(-1.5, 1), formatNumber(-0), formatNumber(-0.001, 2)];
  expect(written).toEqual(['1,234.50', '−1.5', '0', '0.00']);
  expect([formatNumber(Number.NaN), formatNumber(1 / 0), formatNumber(-1 / 0)]).toEqual(['–', '∞', '−∞']);
  language.value = 'es';
  expect([formatNumber(0.5, 2), formatNumber(-1, 0), formatNumber(12345)]).toEqual(['0,50', '−1', '12.345']);
});

it('writes the digits that a number has, with a power of ten where it is very small or large', () => {
  const values = [0, 0.05, 1.5, -2, 0.0001, 1437, 12_345.6, 1e-6, 2.5e7, 0.1 + 0.2];
  const english = ['0', '0.05', '1.5', '−2', '0.0001', '1,437', '12,346', '1e−6', '2.5e7', '0.3'];
  expect(values.map(formatBrief)).toEqual(english);
  language.value = 'es';
  expect([formatBrief(1.5), formatBrief(-0.25)]).toEqual(['1,5', '−0,25']);
});

it('writes numbers short', () => {
  const values = [0, 0.234, 0.0004, -0.0096, 0.999, 4.26, 38.4, 5765, -3.9e-7, Number.NaN];
  const short = ['0', '0.23', '4e−4', '−0.01', '1.0', '4.3', '38', '6e3', '−4e−7', '–'];
  expect(values.map(formatShort)).toEqual(short);
});

it('writes per cent as the language does', () => {
  expect([formatPercent(0.25), formatPercent(0.9725, 1), formatPercent(Number.NaN)]).toEqual([
    '25%',
    '97.3%',
    '–',
  ]);
  language.value = 'es';
  expect([formatPercent(0.25), formatPercent(0.9725, 1)]).toEqual(['25\u00a0%', '97,3\u00a0%']);
});
