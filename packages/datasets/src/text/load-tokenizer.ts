import { ArgumentError } from '@neurona/backend';
import { savedObject } from '../saved-state.js';
import { ByteTokenizer } from './byte-tokenizer.js';
import { CharacterTokenizer } from './character-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

const kinds: Readonly<Record<string, () => Tokenizer>> = {
  ByteTokenizer: () => new ByteTokenizer(),
  CharacterTokenizer: () => new CharacterTokenizer(),
  WordTokenizer: () => new WordTokenizer(),
};

/**
 * The tokenizer that a state was saved from, as read from JSON.
 * @throws {@link ArgumentError} if it is the state of none.
 * @example
 * const saved = JSON.stringify(new CharacterTokenizer().fit('abc').stateDict());
 * loadTokenizer(JSON.parse(saved)).encode('cab'); // => [4, 2, 3]
 */
export function loadTokenizer(state: object): Tokenizer {
  const { type } = savedObject('loadTokenizer', state, 'the state of a tokenizer');
  const make = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (make) return make().loadStateDict(state);
  throw new ArgumentError('loadTokenizer', {
    expected: `a state of ${Object.keys(kinds).join(', ')}`,
    received: `one of ${String(type)}`,
  });
}
