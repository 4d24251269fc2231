import { ArgumentError } from '@neurona/backend';
import { generate } from './generate.js';
import { checkGenerateOptions, type GenerateOptions } from './generate-options.js';
import { isSeveral, type Prompt } from './prompt.js';
import type { TextCodec } from './text-codec.js';
import type { TokenModel } from './token-model.js';

/** Settings of {@link generateText}: those of {@link generate}, with a tokenizer. */
export interface GenerateTextOptions extends GenerateOptions {
  /** Turns the prompt into tokens and tokens into text. */
  readonly tokenizer: TextCodec;
}

/**
 * Continues a text, or several, and returns what was added once it is complete; {@link generate} streams it.
 * @param prompt - A text or tokens, or several of them; the result is as many texts.
 * @param options - As of {@link generate}; the tokenizer is needed.
 * @throws {@link ArgumentError} as {@link generate}, and if there is no tokenizer.
 * @example
 * const tokenizer = new CharacterTokenizer({ specials: [] }).fit('abcd');
 * const model = {
 *   vocabSize: 4,
 *   nextToken: (tokens) => ({ logits: oneHot(tokens.select(1, -1).add(1).remainder(4), 4), state: {} }),
 *   selectRows: (state) => state,
 * };
 * await generateText(model, 'a', { tokenizer, temperature: 0, maxNewTokens: 5 }); // => 'bcdab'
 */
export async function generateText<State>(
  model: TokenModel<State>,
  prompt: Prompt,
  options: GenerateTextOptions,
): Promise<string>;
export async function generateText<State>(
  model: TokenModel<State>,
  prompt: readonly string[] | readonly ArrayLike<number>[],
  options: GenerateTextOptions,
): Promise<string[]>;
export async function generateText<State>(
  model: TokenModel<State>,
  prompt: Prompt | readonly Prompt[],
  options: GenerateTextOptions,
): Promise<string | string[]> {
  checkGenerateOptions('generateText', options);
  if (typeof options?.tokenizer?.decode !== 'function') {
    throw new ArgumentError('generateText', {
      expected: 'a tokenizer',
      received: options?.tokenizer,
      hint: 'Pass { tokenizer }, or use generate, which returns tokens.',
    });
  }
  const texts: string[] = [];
  for await (const { prompt: i, text } of generate(model, prompt, options))
    texts[i] = (texts[i] ?? '') + text;
  return isSeveral(prompt) ? prompt.map((_, i) => texts[i] ?? '') : (texts[0] ?? '');
}
