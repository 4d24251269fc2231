import { expect, it } from 'vitest';
import { inWords, numberWords } from './in-words.js';

it('writes numbers as they are written', () => {
  const written = {
    0: ['cero', 'zero'],
    16: ['dieciséis', 'sixteen'],
    21: ['veintiuno', 'twenty one'],
    31: ['treinta y uno', 'thirty one'],
    100: ['cien', 'one hundred'],
    101: ['ciento uno', 'one hundred one'],
    555: ['quinientos cincuenta y cinco', 'five hundred fifty five'],
    1000: ['mil', 'one thousand'],
    1234: ['mil doscientos treinta y cuatro', 'one thousand two hundred thirty four'],
    2001: ['dos mil uno', 'two thousand one'],
    21021: ['veintiún mil veintiuno', 'twenty one thousand twenty one'],
    31700: ['treinta y un mil setecientos', 'thirty one thousand seven hundred'],
    100000: ['cien mil', 'one hundred thousand'],
    101100: ['ciento un mil cien', 'one hundred one thousand one hundred'],
    999999: [
      'novecientos noventa y nueve mil novecientos noventa y nueve',
      'nine hundred ninety nine thousand nine hundred ninety nine',
    ],
  };
  for (const [n, [es, en]] of Object.entries(written)) {
    expect(inWords(Number(n), 'es').join(' ')).toBe(es);
    expect(inWords(Number(n), 'en').join(' ')).toBe(en);
  }
});

it('writes no two numbers alike, in few words', () => {
  const sample = Array.from({ length: 4000 }, (_, i) => (i * 257) % 1_000_000);
  for (const language of ['es', 'en'] as const) {
    const texts = sample.map((n) => inWords(n, language));
    expect(new Set(texts.map((words) => words.join(' '))).size).toBe(sample.length);
    const words = new Set(numberWords(language));
    expect(texts.flat().every((word) => words.has(word))).toBe(true);
  }
  expect([numberWords('es').length, numberWords('en').length]).toEqual([51, 30]);
});
