import { ArgumentError } from '@neurona/backend';
import { type Tensor, tensor } from '@neurona/tensor';
import type { TextCodec } from './text-codec.js';
import type { TokenModel } from './token-model.js';

/** One text to continue: its tokens, or the text itself where there is a tokenizer. */
export type Prompt = string | ArrayLike<number>;

/** @internal Prompts as rows of tokens, and whether it was one alone. */
export interface Prompts {
  readonly rows: readonly (readonly number[])[];
  readonly isSingle: boolean;
}

/** @internal Whether it is several prompts: they may differ in length. */
export const isSeveral = (prompt: Prompt | readonly Prompt[]): prompt is readonly Prompt[] =>
  Array.isArray(prompt) && typeof prompt[0] !== 'number' && prompt.length > 0;

/**
 * @internal
 * @throws {@link ArgumentError} that says which prompt is wrong.
 */
export function readPrompts(
  subject: string,
  prompt: Prompt | readonly Prompt[],
  { vocabSize, contextLength }: Pick<TokenModel, 'vocabSize' | 'contextLength'>,
  tokenizer: TextCodec | undefined,
): Prompts {
  const isSingle = !isSeveral(prompt);
  const prompts = isSingle ? [prompt as Prompt] : prompt;
  const rows = prompts.map((one, i) => {
    const where = isSingle ? {} : { where: `prompt ${i}` };
    const tokens = tokensOf(subject, one, tokenizer, where);
    if (tokens.length === 0) {
      throw new ArgumentError(subject, {
        expected: 'a prompt of at least one token',
        received: 'an empty one',
        ...where,
        hint: 'Begin with the token that begins a text, as [tokenizer.bosId], or with a line break.',
      });
    }
    if (contextLength !== undefined && tokens.length > contextLength) {
      throw new ArgumentError(subject, {
        expected: `a prompt of at most ${contextLength} tokens, the context of the model`,
        received: tokens.length,
        ...where,
        hint: 'Keep its end: tokens.slice(-contextLength).',
      });
    }
    const at = tokens.findIndex((token) => !Number.isInteger(token) || token < 0 || token >= vocabSize);
    if (at === -1) return tokens;
    throw new ArgumentError(subject, {
      expected: `tokens from 0 to ${vocabSize - 1}`,
      received: tokens[at],
      where: `token ${at}${isSingle ? '' : ` of prompt ${i}`}`,
    });
  });
  return { rows, isSingle };
}

function tokensOf(
  subject: string,
  prompt: Prompt,
  tokenizer: TextCodec | undefined,
  where: { readonly where?: string },
): number[] {
  if (typeof prompt === 'string' && tokenizer)
    return Array.from(tokenizer.encodePrompt?.(prompt) ?? tokenizer.encode(prompt));
  if (typeof prompt === 'object' && prompt !== null && 'length' in prompt) return Array.from(prompt);
  throw new ArgumentError(subject, {
    expected: tokenizer ? 'a text or tokens' : 'tokens, as there is no tokenizer',
    received: prompt,
    ...where,
    ...(!tokenizer && { hint: 'Pass { tokenizer } to have texts encoded.' }),
  });
}

/** @internal Rows of tokens as a tensor int32 `[N, L]`, padded with zeros at their ends, and their lengths where they differ. */
export function padded(rows: readonly (readonly number[])[]): {
  tokens: Tensor;
  lengths: readonly number[] | undefined;
} {
  const lengths = rows.map((row) => row.length);
  const longest = Math.max(...lengths);
  const values = new Int32Array(rows.length * longest);
  for (const [i, row] of rows.entries()) values.set(row, i * longest);
  return {
    tokens: tensor(values, { shape: [rows.length, longest] }),
    lengths: lengths.every((length) => length === longest) ? undefined : lengths,
  };
}
