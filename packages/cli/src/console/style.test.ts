import { expect, it } from 'vitest';
import { written } from './style.js';

it('keeps what a model writes from steering a terminal, and changes nothing in a file', () => {
  const text = 'a\tb\r\nc\rd\n\u001b[2Jc\u0007 ñ';
  expect(written(text, true)).toBe('a\tb\r\nc\u{fffd}d\n\u{fffd}[2Jc\u{fffd} ñ');
  expect(written(text, false)).toBe(text);
});
