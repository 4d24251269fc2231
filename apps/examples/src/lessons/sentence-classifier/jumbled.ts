import { type Generator, permutationArray } from '@neurona/tensor';

/** Lines of verse of at least so many letters, cut to so many; names of who speaks are left out. */
export const linesOf = (text: string, length: number): string[] =>
  text
    .split('\n')
    .filter((line) => line.length >= length && !line.endsWith(':'))
    .map((line) => line.slice(0, length));

/** A line in which the letters of each word of three or more stand in another order. */
export const jumbled = (line: string, rng: Generator): string =>
  line.replace(/\p{L}{3,}/gu, (word) =>
    Array.from(permutationArray(word.length, rng), (place) => word[place]!).join(''),
  );
