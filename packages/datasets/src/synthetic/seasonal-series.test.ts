import { Generator } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { seasonalSeries } from './seasonal-series.js';

describe('seasonalSeries', () => {
  const column = (data: ReturnType<typeof seasonalSeries>, k: number): number[] => {
    const width = data.values.shape[1]!;
    return Array.from(data.values.values).filter((_, i) => i % width === k);
  };

  it('has weeks, and a wave that reaches one series after another', () => {
    const days = 7 * 300;
    const data = seasonalSeries(days, { series: 2, lag: 3, noise: 0, rng: new Generator(4) });
    expect(data.values.shape).toEqual([days, 2]);
    expect([data.dates[0], data.dates[59], data.dates.length]).toEqual(['2021-01-01', '2021-03-01', days]);
    // what is left without the mean of each weekday: trend, year and wave
    const [first, second] = [0, 1].map((k) => {
      const y = column(data, k);
      const means = Array.from({ length: 7 }, (_, d) => mean(y.filter((_v, t) => t % 7 === d)));
      return changes(y.map((value, t) => value / means[t % 7]!));
    });
    expect(correlation(first!.slice(0, -3), second!.slice(3))).toBeGreaterThan(0.95);
    expect(Math.abs(correlation(first!, second!))).toBeLessThan(0.3);
  });

  it('is the same for the same generator, and names what does not fit', () => {
    const draw = (seed: number) => seasonalSeries(20, { rng: new Generator(seed) }).values.values;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    expect(draw(1).every((value) => Number.isFinite(value) && value > 0)).toBe(true);
    expect(() => seasonalSeries(0)).toThrow(
      '[seasonalSeries] expected days to be an integer of at least 1, got 0.',
    );
    expect(() => seasonalSeries(9, { noise: -1 })).toThrow('[seasonalSeries] expected noise');
    expect(() => seasonalSeries(9, { lag: 0.5 })).toThrow('[seasonalSeries] expected lag');
  });
});

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const changes = (values: readonly number[]): number[] => values.slice(1).map((x, t) => x - values[t]!);

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}
