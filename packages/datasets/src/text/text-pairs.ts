import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { Dataset } from '../dataset.js';
import { checkDataset } from '../dataset.js';
import type { EncodeOptions, Tokenizer } from './tokenizer.js';

/** Texts by number that belong together: a sentence and its translation, a question and its answer. */
export interface TextPairs {
  readonly length: number;
  /** One pair. */
  get(index: number): readonly [source: string, target: string];
}

/** Settings of {@link tokenizePairs}. */
export interface TokenizePairsOptions {
  /** How sources are encoded, default without beginning and end. */
  readonly source?: EncodeOptions;
  /** How targets are encoded, default with those of the two special tokens, beginning and end, that their tokenizer has. */
  readonly target?: EncodeOptions;
}

const tokenizePairsOptions: OptionTable<TokenizePairsOptions> = { source: undefined, target: undefined };

/**
 * A data set of pairs of texts as token ids, encoded lazily. Texts differ in length: batches are made with
 * {@link padCollate} for the fields 0 and 1.
 *
 * Fields: source int32 `[L]`, target int32 `[L]`.
 * @throws {@link ArgumentError} on reading, if a text has a token that its tokenizer doesn't know.
 * @example
 * const digits = new CharacterTokenizer().fit('0123456789');
 * const words = new WordTokenizer({ specials: ['pad', 'bos', 'eos'] }).fit(['treinta y uno']);
 * const data = tokenizePairs(numberNames('es'), digits, words);
 * (await data.get(31)).map(({ values }) => values); // => [[5, 3], [1, 3, 5, 4, 2]]
 */
export function tokenizePairs(
  pairs: TextPairs,
  source: Tokenizer,
  target: Tokenizer,
  options: TokenizePairsOptions = {},
): Dataset {
  checkDataset('tokenizePairs', pairs);
  checkArgument('tokenizePairs', 'source', source, 'record', 'Pass a tokenizer.');
  checkArgument('tokenizePairs', 'target', target, 'record', 'Pass a tokenizer.');
  const { target: ofTarget = { bos: target.bosId !== undefined, eos: target.eosId !== undefined } } =
    checkOptions('tokenizePairs', options, tokenizePairsOptions);
  return {
    length: pairs.length,
    get(index) {
      const [from, to] = pairs.get(index);
      return [source.encode(from, options.source), target.encode(to, ofTarget)].map((values) => ({
        values,
        shape: [values.length],
        dtype: 'int32' as const,
      }));
    },
  };
}
