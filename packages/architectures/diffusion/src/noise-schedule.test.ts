import { expectClose } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import fixture from '../fixtures/unet.json' with { type: 'json' };
import { cosineSchedule, linearSchedule, NoiseSchedule } from './noise-schedule.js';

describe('noise schedules', () => {
  it('have the values that PyTorch computes by the papers’ formulas', () => {
    const { betas, alphaBars } = cosineSchedule(10);
    expectClose([betas, alphaBars], fixture.cosine, { rtol: 1e-12 });
    const linear = linearSchedule(1000).alphaBars;
    expectClose(
      Array.from({ length: 10 }, (_, i) => linear[100 * i]!),
      fixture.linear,
      { rtol: 1e-12 },
    );
  });

  it.each([20, 100, 1000])('end in noise, after %d steps', (steps) => {
    for (const { alphaBars } of [linearSchedule(steps), cosineSchedule(steps)]) {
      expect(alphaBars).toHaveLength(steps);
      expect(alphaBars.at(-1)).toBeLessThan(1e-4);
      expect(alphaBars.every((value, i) => i === 0 || value < alphaBars[i - 1]!)).toBe(true);
    }
  });

  it('have no noise before the first step', () => {
    const schedule = new NoiseSchedule([0.1, 0.5]);
    expect([schedule.alphaBarAt(-1), schedule.alphaBarAt(0), schedule.alphaBarAt(1)]).toEqual([1, 0.9, 0.45]);
    expect(linearSchedule(1).betas).toEqual([0.1]);
  });

  it('refuse what makes none', () => {
    expect(() => new NoiseSchedule([0.1, 1])).toThrow(
      '[NoiseSchedule] expected betas between 0 and 1, got 1 (step 1).',
    );
    expect(() => new NoiseSchedule([])).toThrow(
      '[NoiseSchedule] expected the number of betas to be an integer of at least 1, got 0.',
    );
    expect(() => cosineSchedule(2.5)).toThrow(
      '[cosineSchedule] expected steps to be an integer of at least 1, got 2.5.',
    );
    expect(() => linearSchedule(0)).toThrow('[linearSchedule] expected steps');
    expect(() => linearSchedule(10, { end: 2 })).toThrow('expected betas between 0 and 1');
  });
});
