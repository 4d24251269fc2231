import { describe, expect, it } from 'vitest';
import { philox, philoxBlock, randomValues } from './philox.js';

const words = (...values: number[]) => Int32Array.from(values);

describe('philoxBlock', () => {
  // The known answers that come with Random123, the generator's reference implementation.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('of counter %j and key %j is %j', (counter, key, answer) => {
    const out = new Int32Array(4);
    philoxBlock([...counter], [...key], out, 0);
    expect(out).toEqual(words(...answer));
  });
});

describe('philox', () => {
  it('gives four words a counter', () => {
    const stream = philox(6202, 10, 11);
    expect(stream.length).toBe(11);
    expect(philox(6202, 11, 4)).toEqual(stream.slice(4, 8));
    expect(philox(6202, 12, 3)).toEqual(stream.slice(8));
  });

  it('uses all 53 bits of the seed and of the offset', () => {
    const streams = [philox(1, 0, 4), philox(2 ** 32 + 1, 0, 4), philox(1, 2 ** 32, 4), philox(0, 0, 4)];
    expect(new Set(streams.map(String)).size).toBe(4);
    expect(philox(5, 2 ** 32 - 1, 8).slice(4)).toEqual(philox(5, 2 ** 32, 4));
  });

  it('may be asked for nothing', () => {
    expect(philox(0, 0, 0)).toEqual(new Int32Array(0));
  });
});

describe('randomValues', () => {
  const position = { seed: 9, offset: 3 };

  it('fills any shape, a longer one with the same beginning', () => {
    for (const kind of ['bits', 'uniform', 'normal'] as const) {
      const long = randomValues(kind, [5, 3], position);
      expect(randomValues(kind, [7], position)).toEqual(long.slice(0, 7));
      expect(randomValues(kind, [], position)).toEqual(long.slice(0, 1));
    }
  });

  it('is uniform in [0, 1)', () => {
    const values = randomValues('uniform', [100_000], position) as Float32Array;
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(square).toBeCloseTo(1 / 12, 2);
  });

  it('is normal with mean 0 and variance 1', () => {
    const values = randomValues('normal', [100_000], position) as Float32Array;
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(values.every(Number.isFinite)).toBe(true);
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(4)).toBeCloseTo(3, 0);
  });
});
