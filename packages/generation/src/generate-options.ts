import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { Generator } from '@neurona/tensor';
import { checkFilters, type FilterOptions, filterOptions } from './filter-logits.js';
import type { TextCodec } from './text-codec.js';

/** How a generated text ends, and how its tokens become text. */
export interface EndingOptions {
  /** Most tokens that are generated, default 100. */
  readonly maxNewTokens?: number;
  /** Tokens that end a text; default the tokenizer's end-of-text token, if it has one. */
  readonly stopTokens?: readonly number[];
  /** Converts prompts to tokens, and tokens to text. */
  readonly tokenizer?: TextCodec;
  /** Ends after the current token. */
  readonly signal?: AbortSignal;
}

/** @internal */
export const endingOptions: OptionTable<EndingOptions> = {
  maxNewTokens: 100,
  stopTokens: undefined,
  tokenizer: undefined,
  signal: undefined,
};

/** Settings of {@link generate}. */
export interface GenerateOptions extends FilterOptions, EndingOptions {
  /** Strings that end a text when they occur in it; what is generated ends before. They need a tokenizer. */
  readonly stopStrings?: readonly string[];
  /**
   * Logits of tokens that occur in prompt or text so far are divided by it where they are positive and multiplied where they are negative;
   * default 1. Above 1, tokens repeat less.
   */
  readonly repetitionPenalty?: number;
  /** Seed of the random choices, an integer; the same seed draws the same text. */
  readonly seed?: number;
  /** Where random numbers come from if there is no seed, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

const generateOptions: OptionTable<GenerateOptions> = {
  ...filterOptions,
  ...endingOptions,
  stopStrings: undefined,
  repetitionPenalty: 1,
  seed: 0,
  rng: undefined,
};

/** @internal Throws unless all options are in their ranges. */
export function checkGenerateOptions(subject: string, options: GenerateOptions): void {
  checkOptions(subject, options, generateOptions);
  checkFilters(subject, options);
  checkEnding(subject, options);
  const { repetitionPenalty = 1, stopStrings = [], seed, rng, tokenizer } = options;
  if (!(repetitionPenalty > 0 && repetitionPenalty < Infinity)) {
    throw new ArgumentError(subject, { expected: 'repetitionPenalty over 0', received: repetitionPenalty });
  }
  if (stopStrings.length > 0 && !tokenizer) {
    throw new ArgumentError(subject, {
      expected: 'a tokenizer for stopStrings',
      received: 'none',
      hint: 'Pass { tokenizer }, or stopTokens.',
    });
  }
  if (stopStrings.includes('')) {
    throw new ArgumentError(subject, { expected: 'stopStrings of at least one character', received: "''" });
  }
  if (seed !== undefined && rng !== undefined) {
    throw new ArgumentError(subject, { expected: 'a seed or an rng', received: 'both' });
  }
}

/** @internal Throws unless the options for the end are in their ranges. */
export function checkEnding(subject: string, { maxNewTokens = 100, stopTokens = [] }: EndingOptions): void {
  if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1) {
    throw new ArgumentError(subject, {
      expected: 'maxNewTokens to be an integer of at least 1',
      received: maxNewTokens,
    });
  }
  const wrong = stopTokens.find((token) => !Number.isInteger(token) || token < 0);
  if (wrong === undefined) return;
  throw new ArgumentError(subject, { expected: 'stopTokens to be token numbers', received: wrong });
}

/** @internal Tokens that end a text. */
export const stopTokensOf = ({ stopTokens, tokenizer }: EndingOptions): ReadonlySet<number> =>
  new Set(stopTokens ?? (tokenizer?.eosId === undefined ? [] : [tokenizer.eosId]));

/** @internal The generator to draw from; undefined for the default one. */
export const rngOf = ({ seed, rng }: GenerateOptions): Generator | undefined =>
  seed === undefined ? rng : new Generator(seed);
