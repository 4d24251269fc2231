import { ByteTokenizer } from '@neurona/datasets';
import { describe, expect, it } from 'vitest';
import { StreamingDecoder } from './streaming-decoder.js';

const tokenizer = new ByteTokenizer({ specials: [] });
const decode = (tokens: readonly number[]): string => tokenizer.decode(tokens);

function pieces(tokens: Iterable<number>, decoder = new StreamingDecoder(decode)): string[] {
  const found = Array.from(tokens, (token) => decoder.push(token));
  return [...found, decoder.end()];
}

describe('StreamingDecoder', () => {
  it('gives a character with its last byte', () => {
    expect(pieces(tokenizer.encode('é€😀'))).toEqual(['', 'é', '', '', '€', '', '', '', '😀', '']);
  });

  it('gives the bytes of no character as replacements, at the latest at the end', () => {
    expect(pieces([0xe2, 0x82, 0x41])).toEqual(['', '', '\uFFFDA', '']);
    expect(pieces([0x41, 0xf0, 0x9f])).toEqual(['A', '', '', '\uFFFD']);
    expect(pieces([0x81, 0x81, 0x81, 0x81, 0x41])).toEqual(['', '', '', '\uFFFD', '\uFFFD\uFFFD\uFFFDA', '']);
  });

  it('gives replacements that a text really has', () => {
    const text = '\uFFFD a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD';
    expect(pieces(tokenizer.encode(text)).join('')).toBe(text);
  });

  it('gives tokens of parts of several characters in full', () => {
    const parts = [[0xe3, 0x81], [0x82, 0xe3], [0x81], [0x84, 0xe3], [0x81, 0x86, 0xe3], [0x81, 0x88]];
    const decoder = new StreamingDecoder((ids) => decode(ids.flatMap((id) => parts[id]!)));
    expect(pieces(parts.keys(), decoder)).toEqual(['', 'あ', '', 'い', 'う', 'え', '']);
  });

  it('is decode of all of any bytes', () => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let trial = 0; trial < 300; trial++) {
      const tokens = Array.from(
        { length: random(40) },
        () => [0xe3, 0x81, 0xf0, 0x9f, 0x41, random(256)][random(6)]!,
      );
      expect(pieces(tokens).join(''), String(tokens)).toBe(decode(tokens));
    }
  });

  it('decodes each token after the one before, and begins anew after the end', () => {
    const words = ['do', '', 'not'];
    const joined = (ids: readonly number[]): string => ids.flatMap((id) => words[id] || []).join(' ');
    const decoder = new StreamingDecoder(joined);
    expect(pieces([0, 1, 1, 2, 1, 0], decoder)).toEqual(['do', '', '', ' not', '', ' do', '']);
    expect(pieces([2], decoder)).toEqual(['not', '']);
    expect(decoder.end()).toBe('');
  });

  it('refuses what decodes nothing', () => {
    expect(() => new StreamingDecoder('x' as never)).toThrow('[StreamingDecoder] expected decode');
  });
});
