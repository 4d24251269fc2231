import { type VocabularyOptions, VocabularyTokenizer } from './vocabulary-tokenizer.js';

/** Letters and digits, also with an apostrophe or hyphen between them; or any other single character that is no space. */
const piece = /[\p{L}\p{M}\p{N}_]+(?:['’-][\p{L}\p{M}\p{N}_]+)*|[^\s]/gu;
const noSpaceBefore = /^[.,;:!?…)\]}»”%]$/;
const noSpaceAfter = /^[([{«“¿¡]$/;

/**
 * A tokenizer with a token for each word and each punctuation mark of the texts that it was fitted on, the most frequent first,
 * after the special tokens. Spaces are not kept: `decode` puts one between words and none before a comma or a full stop.
 * @throws {@link ArgumentError} in `encode` if a word is unknown and 'unk' is none of the specials.
 * @example
 * const tokenizer = new WordTokenizer({ lowercase: true, minFrequency: 2 }).fit(['The cat sat.', 'The cat ran.']);
 * tokenizer.tokens; // => ['<pad>', '<unk>', '.', 'cat', 'the']
 * const { ids, mask } = tokenizer.encodeBatch(['The dog.', 'the']);
 * ids.values; // => [4, 1, 2, 4, 0, 0]
 * mask.values; // => [1, 1, 1, 1, 0, 0]
 * tokenizer.decode([4, 3, 2]); // => 'the cat.'
 */
export class WordTokenizer extends VocabularyTokenizer {
  override readonly type = 'WordTokenizer';

  constructor(options: VocabularyOptions = {}) {
    super('WordTokenizer', options);
  }

  protected override split(text: string): Iterable<string> {
    return text.match(piece) ?? [];
  }

  protected override join(pieces: readonly string[]): string {
    let text = '';
    let glued = true;
    for (const one of pieces) {
      text += glued || noSpaceBefore.test(one) ? one : ` ${one}`;
      glued = noSpaceAfter.test(one);
    }
    return text;
  }

  protected override order(tokens: string[]): string[] {
    return tokens; // as they come: by frequency
  }
}
