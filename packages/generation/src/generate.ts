import type { Generator } from '@neurona/tensor';
import { checkGenerateOptions, type GenerateOptions, rngOf, stopTokensOf } from './generate-options.js';
import { checkModel } from './next-scores.js';
import { type Prompt, readPrompts } from './prompt.js';
import { Rows } from './rows.js';
import { checkDrawn } from './sample-tokens.js';
import type { TokenModel } from './token-model.js';
import { TokenText } from './token-text.js';

/** A token that was generated. */
export interface GeneratedToken {
  /** Number of the prompt that it continues. */
  readonly prompt: number;
  /** Number of the token. */
  readonly token: number;
  /**
   * Text to append: what the token adds, unless it is held back since it may become a stop string. Empty without a tokenizer.
   */
  readonly text: string;
  /** Why its text ends with it: by a stop token or stop string, or as it is as long as it may be. Undefined where it goes on. */
  readonly finished?: 'stopToken' | 'stopString' | 'length';
}

/**
 * Continues a text token by token, or several texts at once, of different lengths. Tokens are drawn on the device; one small array is
 * read for each. A model in training mode is in evaluation mode while it is called.
 *
 *     logits = model(tokens so far)        token ~ softmax(filtered(logits))        until a stop or maxNewTokens
 *
 * The same seed generates the same text, on every backend but for rare near ties, see {@link sampleTokens}.
 * @param model - What scores the next token.
 * @param prompt - A text or tokens, or several of them.
 * @param options - `temperature` (1; 0 is greedy), `topK`, `topP` (1), `minP` (0), `repetitionPenalty` (1); `maxNewTokens` (100),
 * `stopTokens`, `stopStrings`, `tokenizer`, `seed`, `rng`, `signal`.
 * @returns Tokens in order of time, those of several prompts by turns. Ending the loop early frees the state.
 * @throws {@link ArgumentError} at once if it is no such model, an option is out of its range, or a prompt is empty, has no
 * such tokens or is longer than the context; later, if logits are not finite; {@link ShapeError} if they have another shape.
 * @example
 * const model = {
 *   vocabSize: 4,
 *   nextToken: (tokens) => ({ logits: oneHot(tokens.select(1, -1).add(1).remainder(4), 4), state: {} }),
 *   selectRows: (state) => state,
 * };
 * const tokens = [];
 * for await (const { token } of generate(model, [2], { temperature: 0, maxNewTokens: 3 })) tokens.push(token);
 * tokens; // => [3, 0, 1]
 */
export function generate<State>(
  model: TokenModel<State>,
  prompt: Prompt | readonly Prompt[],
  options: GenerateOptions = {},
): AsyncGenerator<GeneratedToken, void, void> {
  checkGenerateOptions('generate', options);
  checkModel('generate', model as TokenModel);
  const { rows } = readPrompts('generate', prompt, model, options.tokenizer);
  return continued(model, rows, options);
}

async function* continued<State>(
  model: TokenModel<State>,
  prompts: readonly (readonly number[])[],
  options: GenerateOptions,
): AsyncGenerator<GeneratedToken, void, void> {
  const { maxNewTokens = 100, tokenizer, stopStrings = [], signal } = options;
  const { contextLength = Infinity } = model;
  const stopTokens = stopTokensOf(options);
  const rng: Generator | undefined = rngOf(options);
  const texts = prompts.map(() => tokenizer && new TokenText(tokenizer, stopStrings));
  const rows = new Rows(model, prompts, options);
  let running = prompts.map((_, i) => i); // those that are not finished, by their rows
  try {
    for (let count = 1; running.length > 0 && !signal?.aborted; count++) {
      const tokens = await rows.draw(rng);
      checkDrawn('generate', tokens, (row) => `prompt ${running[row]}, after ${count - 1} tokens`);
      const open: number[] = []; // rows that go on
      for (const [row, i] of running.entries()) {
        const token = tokens[row]!;
        const isStop = stopTokens.has(token);
        const { text = '', isStopped = false } = (!isStop && texts[i]?.push(token)) || {};
        const isFull = count === maxNewTokens || prompts[i]!.length + count >= contextLength;
        const finished = isStop ? 'stopToken' : isStopped ? 'stopString' : isFull ? 'length' : undefined;
        if (!finished) open.push(row);
        const rest = finished && finished !== 'stopString' ? texts[i]?.rest() : undefined;
        const end = rest?.isStopped ? 'stopString' : finished;
        yield { prompt: i, token, text: text + (rest?.text ?? ''), ...(end && { finished: end }) };
      }
      running = open.map((row) => running[row]!);
      if (running.length > 0) rows.advance(open);
    }
  } finally {
    rows.dispose();
  }
}
