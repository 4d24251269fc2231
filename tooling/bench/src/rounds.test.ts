import { expect, it } from 'vitest';
import { measureInTurn, ratio } from './rounds.js';

it('gives every subject its turn in each round', async () => {
  const turns: string[] = [];
  const subject = (name: string, seconds: number) => ({
    name,
    async run(repetitions: number) {
      turns.push(name);
      return seconds * repetitions;
    },
  });
  const [a, b] = await measureInTurn([subject('a', 0.5), subject('b', 1)], { rounds: 3, turnSeconds: 1 });
  expect(turns.slice(-6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect([a!.repetitions, a!.median, b!.median]).toEqual([2, 0.5, 1]);
  expect(ratio(b!, a!)).toBe(2);
});

it('takes the ratio round by round, so that drift cancels', () => {
  const measured = (samples: number[]) => ({
    name: '',
    samples,
    repetitions: 1,
    median: 0,
    range: [0, 0] as const,
  });
  expect(ratio(measured([2, 4, 40]), measured([1, 2, 20]))).toBe(2);
});

it('gives who is slow three turns at most', async () => {
  const run = async (repetitions: number): Promise<number> => 5 * repetitions;
  const [slow] = await measureInTurn([{ name: 'slow', run }], { rounds: 9, turnSeconds: 0.2 });
  expect(slow!.samples).toEqual([5, 5, 5]);
});
