import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Tensor, tensor, topK } from '@neurona/tensor';
import { type BeamHypothesis, BeamPool } from './beam-pool.js';
import { checkEnding, type EndingOptions, endingOptions, stopTokensOf } from './generate-options.js';
import { checkModel, nextScores } from './next-scores.js';
import { type Prompt, padded, readPrompts } from './prompt.js';
import { computed, freeState } from './state.js';
import type { TokenModel } from './token-model.js';

/** Settings of {@link beamSearch}. */
export interface BeamSearchOptions extends EndingOptions {
  /** Number of beams: texts that are followed at the same time; default 4. */
  readonly beams?: number;
  /** Exponent of the length by which the sum of log-probabilities is divided, default 1: above, longer texts are preferred. */
  readonly lengthPenalty?: number;
  /** How many texts are returned, at most `beams`; default all. */
  readonly returned?: number;
}

const beamSearchOptions: OptionTable<BeamSearchOptions> = {
  ...endingOptions,
  beams: 4,
  lengthPenalty: 1,
  returned: 1,
};

/** A text that was found. */
export interface BeamResult {
  /** The tokens after the prompt, with the stop token if it ends with one. */
  readonly tokens: readonly number[];
  /** They as text, without the stop token; empty without a tokenizer. */
  readonly text: string;
  /** The score that they are sorted by. */
  readonly score: number;
  /** Sum of the log-probabilities of the tokens, in nats. */
  readonly logProbability: number;
}

/**
 * Searches the likeliest continuation of a text: follows the likeliest few at each step. For each token two small arrays are read.
 *
 *     score = Σ_t log p(token_t) / length^lengthPenalty        length: generated tokens, the stop token included
 *
 * It ends once as many texts are complete as there are beams and no other one, at its length, has a better score; or at `maxNewTokens` or
 * the end of the context, where the beams count as they are.
 * @param model - What scores the next token.
 * @param prompt - A text or tokens.
 * @param options - `beams` (4), `lengthPenalty` (1), `returned`; `maxNewTokens` (100), `stopTokens`, `tokenizer`, `signal`.
 * @returns The texts found, the best one first.
 * @throws {@link ArgumentError} if an option is out of its range or the prompt is wrong, see {@link generate}.
 * @example
 * const model = {
 *   vocabSize: 3,
 *   nextToken: (tokens) => ({ logits: tensor([[0, 1, 2]]).tile([tokens.shape[0], 1]), state: {} }),
 *   selectRows: (state) => state,
 * };
 * const [best] = await beamSearch(model, [0], { beams: 2, maxNewTokens: 2 });
 * best.tokens; // => [2, 2]
 */
export async function beamSearch<State>(
  model: TokenModel<State>,
  prompt: Prompt,
  options: BeamSearchOptions = {},
): Promise<BeamResult[]> {
  checkBeams(options);
  checkModel('beamSearch', model as TokenModel);
  const { beams = 4, maxNewTokens = 100, signal, tokenizer, lengthPenalty = 1, returned = beams } = options;
  const { rows } = readPrompts('beamSearch', [prompt], model, tokenizer);
  const left = Math.max(1, (model.contextLength ?? Infinity) - rows[0]!.length); // the last token is never read
  const room = Math.min(maxNewTokens, left);
  const pool = new BeamPool(beams, lengthPenalty, stopTokensOf(options));
  const start = computed(() => nextScores('beamSearch', model, padded(rows).tokens, {}));
  let device: { state: State; logits: Tensor } = start;
  try {
    for (let count = 1; count <= room && !signal?.aborted; count++) {
      const { sums, places } = await bestNext(device.logits, pool.live, 2 * beams);
      pool.extend(sums, places, model.vocabSize);
      if (pool.isDone || count === room) break;
      const next = computed(() => {
        const parents = tensor(Int32Array.from(pool.live, ({ row }) => row));
        const state = model.selectRows(device.state, parents);
        const tokens = tensor(Int32Array.from(pool.live, ({ tokens }) => tokens.at(-1)!)).unsqueeze(1);
        return nextScores('beamSearch', model, tokens, { state });
      });
      freeState(device, next);
      device = next;
    }
  } finally {
    freeState(device);
  }
  return pool.best(returned).map((found) => resultOf(found, options));
}

/** Sums of log-probabilities of the likeliest continuations, and their indices `beam · V + token`. */
async function bestNext(
  logits: Tensor,
  live: readonly BeamHypothesis[],
  count: number,
): Promise<{ sums: ArrayLike<number>; places: ArrayLike<number> }> {
  const { values, indices } = computed(() => {
    const before = tensor(Float32Array.from(live, ({ sum }) => sum)).unsqueeze(1); // [B, 1]
    const sums = logits.logSoftmax().add(before).reshape([-1]); // [B · V]
    return topK(sums, Math.min(count, sums.size));
  });
  const [sums, places] = await Promise.all([values.data(), indices.data()]);
  values.dispose();
  indices.dispose();
  if (Array.from(sums).every((sum) => Number.isFinite(sum) || sum === -Infinity)) return { sums, places };
  throw new ArgumentError('beamSearch', {
    expected: 'finite logits',
    received: 'NaN or +∞',
    where: `after ${live[0]!.tokens.length} tokens`,
    hint: 'Look for NaN in the weights: the training may have diverged.',
  });
}

function resultOf(
  { tokens, sum, score, isStopped }: BeamHypothesis,
  { tokenizer }: BeamSearchOptions,
): BeamResult {
  const shown = isStopped ? tokens.slice(0, -1) : tokens;
  return { tokens, text: tokenizer?.decode(shown) ?? '', score, logProbability: sum };
}

function checkBeams(options: BeamSearchOptions): void {
  checkOptions('beamSearch', options, beamSearchOptions);
  checkEnding('beamSearch', options);
  const { beams = 4, lengthPenalty = 1, returned = beams } = options;
  const check = (holds: boolean, expected: string, received: unknown): void => {
    if (!holds) throw new ArgumentError('beamSearch', { expected, received });
  };
  check(Number.isInteger(beams) && beams >= 1, 'beams to be an integer of at least 1', beams);
  check(Number.isFinite(lengthPenalty), 'a finite lengthPenalty', lengthPenalty);
  const fits = Number.isInteger(returned) && returned >= 1 && returned <= beams;
  check(fits, `returned to be an integer from 1 to ${beams}`, returned);
}
