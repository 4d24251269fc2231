import { Tokenizer as TokenizerFile } from '@huggingface/tokenizers';
import { ArgumentError, checkArgument, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type LearnMergesOptions, learnMerges, splitWord } from './learn-merges.js';
import { PretrainedTokenizer } from './pretrained-tokenizer.js';

/** Settings of {@link trainBPE}. */
export interface TrainBPEOptions {
  /** Most tokens, default 30,000; fewer where no pair is left that is frequent enough. */
  readonly vocabSize?: number;
  /** How often a pair must occur to become a token, default 2. */
  readonly minFrequency?: number;
  /** Special tokens, the first numbers; the first begins and ends texts. Default `<|endoftext|>`. */
  readonly specials?: readonly string[];
}

const bpeOptions: OptionTable<TrainBPEOptions> = { vocabSize: 30_000, minFrequency: 2, specials: [] };

/** Settings of {@link trainWordPiece}. */
export interface TrainWordPieceOptions {
  /** Most tokens, default 30,000; fewer where no pair is left that is frequent enough. */
  readonly vocabSize?: number;
  /** How often a pair must occur to become a token, default 2. */
  readonly minFrequency?: number;
  /** Special tokens beside `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and `[MASK]`. Default none. */
  readonly specials?: readonly string[];
  /** Whether capital letters are read as small ones, default true. */
  readonly lowercase?: boolean;
  /** Whether accents are left out, default as `lowercase`. */
  readonly stripAccents?: boolean | undefined;
}

const wordPieceOptions: OptionTable<TrainWordPieceOptions> = {
  vocabSize: 30_000,
  minFrequency: 2,
  specials: [],
  lowercase: true,
  stripAccents: undefined,
};

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

/** The characters that stand for the 256 bytes: themselves where they can be seen, others from U+0100 on. */
const byteCharacters: readonly string[] = (() => {
  const isSeen = (byte: number): boolean => byte > 32 && byte !== 173 && (byte < 127 || byte > 160);
  let others = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isSeen(byte) ? byte : others++));
})();

/**
 * Trains a tokenizer of byte-level BPE, as GPT-2 has: bytes are joined to the most frequent pairs, within words. Every text can be
 * encoded. The same text gives the same tokens as the trainer of Hugging Face's `tokenizers` does.
 * @param texts - What it learns from: a text, or several.
 * @param options - `vocabSize` (30,000), `minFrequency` (2), `specials` (`<|endoftext|>`).
 * @throws {@link ArgumentError} if `vocabSize` has no room for the 256 bytes and special tokens, or a text is none.
 * @example
 * const tokenizer = trainBPE('low lower lowest, new newer newest', { vocabSize: 262 });
 * Array.from(tokenizer.encode('lower'), (id) => tokenizer.tokenOf(id)); // => ['lo', 'we', 'r']
 * @see Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", 2015, arXiv:1508.07909
 */
export function trainBPE(
  texts: string | readonly string[],
  options: TrainBPEOptions = {},
): PretrainedTokenizer {
  const {
    vocabSize = 30_000,
    minFrequency = 2,
    specials = ['<|endoftext|>'],
  } = checkOptions('trainBPE', options, bpeOptions);
  const file = {
    ...partsOf(specials),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: byteLevel,
    decoder: byteLevel,
  };
  const model = {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
  };
  const words = countWords('trainBPE', texts, { ...file, model: { ...model, vocab: {}, merges: [] } });
  const tokens = [...specials, ...byCodePoint(byteCharacters)];
  const learned = learn('trainBPE', words, { tokens, vocabSize, minFrequency, prefix: '' });
  const [end] = specials;
  return new PretrainedTokenizer(
    { ...file, model: { ...model, vocab: numbered(learned.tokens), merges: learned.merges } },
    end === undefined ? {} : { bos_token: end, eos_token: end },
  );
}

const wordPieceSpecials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/**
 * Trains a tokenizer of WordPiece, as BERT has: words begin as characters, and the most frequent pairs are joined. Which pairs these are
 * is counted as in BPE, as Hugging Face's `tokenizers` does; the original weighed them by the frequency of their parts.
 * @param texts - What it learns from: a text, or several.
 * @param options - `vocabSize` (30,000), `minFrequency` (2), `specials` (none more), `lowercase` (true), `stripAccents` (as lowercase).
 * @throws {@link ArgumentError} if `vocabSize` has no room for the characters of the texts and special tokens, or a text is none.
 * @example
 * const tokenizer = trainWordPiece('low lower lowest, new newer newest', { vocabSize: 32 });
 * Array.from(tokenizer.encode('Lower'), (id) => tokenizer.tokenOf(id)); // => ['[CLS]', 'lo', '##wer', '[SEP]']
 * @see Schuster, Nakajima, "Japanese and Korean Voice Search", 2012
 */
export function trainWordPiece(
  texts: string | readonly string[],
  options: TrainWordPieceOptions = {},
): PretrainedTokenizer {
  const {
    vocabSize = 30_000,
    minFrequency = 2,
    specials: more = [],
    lowercase = true,
    stripAccents,
  } = checkOptions('trainWordPiece', options, wordPieceOptions);
  const specials = [...wordPieceSpecials, ...more];
  const part = (id: string, type: number) => ({ SpecialToken: { id, type_id: type } });
  const sequence = (id: string, type: number) => ({ Sequence: { id, type_id: type } });
  const single = [part('[CLS]', 0), sequence('A', 0), part('[SEP]', 0)];
  const file = {
    ...partsOf(specials),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: stripAccents ?? null,
      lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, sequence('B', 1), part('[SEP]', 1)],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [specials.indexOf(id)], tokens: [id] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  };
  const prefix = '##';
  const model = {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: prefix,
    max_input_chars_per_word: 100,
  };
  const words = countWords('trainWordPiece', texts, { ...file, model: { ...model, vocab: { '[UNK]': 0 } } });
  const parts = new Set([...words.keys()].flatMap((word) => splitWord(word, prefix)));
  const characters = new Set([...words.keys()].flatMap((word) => [...word]));
  const others = [...parts].filter((one) => !characters.has(one));
  const tokens = [...specials, ...byCodePoint(characters), ...byCodePoint(others, prefix)];
  const learned = learn('trainWordPiece', words, { tokens, vocabSize, minFrequency, prefix });
  return new PretrainedTokenizer(
    { ...file, model: { ...model, vocab: numbered(learned.tokens) } },
    {
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      mask_token: '[MASK]',
    },
  );
}

function learn(subject: string, words: ReadonlyMap<string, number>, options: LearnMergesOptions) {
  checkCount(subject, 'vocabSize', options.vocabSize);
  checkCount(subject, 'minFrequency', options.minFrequency);
  if (options.tokens.length <= options.vocabSize) return learnMerges(words, options);
  throw new ArgumentError(subject, {
    expected: `vocabSize of at least ${options.tokens.length}, for special tokens and single characters`,
    received: options.vocabSize,
  });
}

/** How often each word occurs, as the tokenizer of a file would divide texts. */
function countWords(
  subject: string,
  texts: string | readonly string[],
  file: object,
): ReadonlyMap<string, number> {
  const list = typeof texts === 'string' ? [texts] : checkArgument(subject, 'texts', texts, 'list');
  const { normalizer, pre_tokenizer: divider } = new TokenizerFile(file, {});
  const words = new Map<string, number>();
  for (const text of list) {
    checkArgument(subject, 'text', text, 'string');
    const normal = normalizer ? normalizer.normalize(text) : text;
    for (const word of divider!.pre_tokenize(normal)) words.set(word, (words.get(word) ?? 0) + 1);
  }
  return words;
}

/** What every file begins with. */
const partsOf = (specials: readonly string[]) => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: specials.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
});

const numbered = (tokens: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));

/** Sorted as the reference does, by what stands after the prefix. */
const byCodePoint = (characters: Iterable<string>, prefix = ''): string[] =>
  [...characters].sort((a, b) => a.codePointAt(prefix.length)! - b.codePointAt(prefix.length)!);
