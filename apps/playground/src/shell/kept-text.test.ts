import { expect, it } from 'vitest';
import { keptText } from './kept-text.js';

const field = keptText(20, 5);

it('writes a short text into the address, and keeps a long one in the tab', () => {
  expect(field.write('short')).toBe('short');
  expect(field.read('short')).toBe('short');
  const word = field.write('a text that is longer');
  expect(word.length).toBeLessThan(12);
  expect(field.read(word)).toBe('a text that is longe');
  expect(field.write('another, longer one')).not.toBe(word);
  expect(field.read(word)).toBe('a text that is longe');
});

it('knows no text of another tab, and tells a short text from a word', () => {
  expect(field.read('~k.1234')).toBeUndefined();
  expect(field.read(field.write('~a'))).toBe('~a');
});
