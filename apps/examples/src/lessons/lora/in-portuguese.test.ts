import { expect, it } from 'vitest';
import { inPortuguese } from './in-portuguese.js';

it('writes numbers as they are written in Portuguese', () => {
  const written = {
    0: 'zero',
    21: 'vinte e um',
    100: 'cem',
    101: 'cento e um',
    1000: 'mil',
    1001: 'mil e um',
    1100: 'mil e cem',
    1234: 'mil duzentos e trinta e quatro',
    2500: 'dois mil e quinhentos',
    100000: 'cem mil',
    999999: 'novecentos e noventa e nove mil novecentos e noventa e nove',
  };
  for (const [n, words] of Object.entries(written)) expect(inPortuguese(Number(n)).join(' ')).toBe(words);
});
