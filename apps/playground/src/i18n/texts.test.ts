import { afterEach, expect, it } from 'vitest';
import { defineTexts, inLanguage, language } from './texts.js';

afterEach(() => {
  language.value = 'en';
});

it('gives the dictionary of the language in use', () => {
  const texts = defineTexts(
    { hello: 'Hello', count: (n: number) => `${n} points`, group: { inner: 'in' } },
    { hello: 'Hola', count: (n: number) => `${n} puntos`, group: { inner: 'dentro' } },
  );
  expect(inLanguage(texts).count(3)).toBe('3 points');
  language.value = 'es';
  expect([inLanguage(texts).hello, inLanguage(texts).count(3), inLanguage(texts).group.inner]).toEqual([
    'Hola',
    '3 puntos',
    'dentro',
  ]);
});

it('does not compile where a translation lacks a key', () => {
  // @ts-expect-error the Spanish texts lack `bye`
  const texts = defineTexts({ hello: 'Hello', bye: 'Bye' }, { hello: 'Hola' });
  expect(Object.keys(texts)).toEqual(['en', 'es']);
});
