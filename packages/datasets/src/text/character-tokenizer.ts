import { byCodePoints } from './code-points.js';
import { type VocabularyOptions, VocabularyTokenizer } from './vocabulary-tokenizer.js';

/**
 * A tokenizer with a token for each character (Unicode code point) of the texts that it was fitted on, numbered in the order of
 * code points after the special tokens.
 * @throws {@link ArgumentError} in `encode` if a character is unknown and 'unk' is none of the specials.
 * @example
 * const tokenizer = new CharacterTokenizer({ specials: [] }).fit('hello world');
 * tokenizer.encode('hold'); // => [3, 5, 4, 1]
 * tokenizer.decode([3, 5, 4, 1]); // => 'hold'
 * tokenizer.vocabSize; // => 8
 */
export class CharacterTokenizer extends VocabularyTokenizer {
  override readonly type = 'CharacterTokenizer';

  constructor(options: VocabularyOptions = {}) {
    super('CharacterTokenizer', options);
  }

  protected override split(text: string): Iterable<string> {
    return text; // goes through code points
  }

  protected override join(pieces: readonly string[]): string {
    return pieces.join('');
  }

  protected override order(tokens: string[]): string[] {
    return tokens.sort(byCodePoints);
  }
}
