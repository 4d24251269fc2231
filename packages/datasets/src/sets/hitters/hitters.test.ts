import { expect, it } from 'vitest';
import { describeWithData, sharedData } from '../../testing/shared-data.js';
import { hitters } from './hitters.js';

describeWithData('hitters', ['hitters/Hitters.csv'], () => {
  it('has 322 players, and a salary for 263', async () => {
    const { columns, length } = await hitters({ folder: sharedData });
    expect(length).toBe(322);
    expect(Object.keys(columns)).toHaveLength(21);
    expect(columns.Name?.[1]).toBe('Alan Ashby');
    expect(columns.League?.slice(0, 3)).toEqual(['A', 'N', 'A']);
    const salaries = (columns.Salary as readonly number[]).filter((salary) => !Number.isNaN(salary));
    expect(salaries).toHaveLength(263);
    const mean = salaries.reduce((sum, salary) => sum + salary, 0) / 263;
    expect(mean).toBeCloseTo(535.9259, 4); // as summary(Hitters) has it
  });
});
