import { CharacterTokenizer, type Tokenizer, WordTokenizer } from '@neurona/datasets';
import { inWords, numberWords } from '@neurona/examples/in-words';
import { Generator, permutationArray } from '@neurona/tensor';
import { isHeldOut, type NumbersSettings } from './settings.js';

const specials = ['pad', 'bos', 'eos'] as const;

/** How a number is read and written. */
export interface NumberTokens {
  readonly source: Tokenizer;
  readonly target: Tokenizer;
  /** The two texts of a number. */
  readonly textsOf: (n: number) => readonly [source: string, target: string];
}

/** Tokens for both sides: one for each digit, and one for each word. */
export function numberTokens({
  direction,
  words,
}: Pick<NumbersSettings, 'direction' | 'words'>): NumberTokens {
  const digits = new CharacterTokenizer({ specials }).fit('0123456789');
  const names = new WordTokenizer({ specials }).fit(numberWords(words).join(' '));
  return direction === 'words'
    ? { source: digits, target: names, textsOf: (n) => [String(n), inWords(n, words).join(' ')] }
    : { source: names, target: digits, textsOf: (n) => [inWords(n, words).join(' '), String(n)] };
}

/** Numbers of up to so many digits that it learns, or those that it does not: as many short ones as long ones. */
export function numbersOf(digits: number, held: boolean, count: number, seed: number): number[] {
  const rng = new Generator(seed);
  const lists = Array.from({ length: digits }, (_, i) => {
    const least = i === 0 ? 0 : 10 ** i;
    const order = permutationArray(10 ** (i + 1) - least, rng).subarray(0, 20 * count);
    return Array.from(order, (n) => n + least).filter((n) => isHeldOut(n) === held);
  }).filter((list) => list.length > 0);
  return Array.from({ length: count }, (_, i) => {
    const list = lists[i % lists.length]!;
    return list[Math.floor(i / lists.length) % list.length]!;
  });
}
