// internal
import { type Generator, oneHot, rand, type Tensor, tensor, where } from '@neurona/tensor';
import type { GenerateOptions } from './generate-options.js';
import { nextScores } from './next-scores.js';
import { padded } from './prompt.js';
import { chosen } from './sample-tokens.js';
import { computed, freeState } from './state.js';
import type { TokenModel } from './token-model.js';

/** What is on the device between two tokens, a row for each text that is not finished. */
interface Device<State> {
  readonly state: State;
  readonly logits: Tensor;
  /** 1 where a token occurs in a text so far, `[N, V]`; undefined where repetition is not penalised. */
  readonly seen: Tensor | undefined;
}

/** Texts that are continued together: their state, their scores, and the tokens drawn last. */
export class Rows<State> {
  #device: Device<State>;
  #drawn: Tensor | undefined;
  /** The prompt that each row continues, on the device. */
  #prompts: Tensor;
  readonly #count: number;

  constructor(
    private readonly model: TokenModel<State>,
    prompts: readonly (readonly number[])[],
    private readonly options: GenerateOptions,
  ) {
    const { repetitionPenalty = 1 } = options;
    this.#count = prompts.length;
    this.#device = computed(() => {
      const { tokens, lengths } = padded(prompts);
      const seen = repetitionPenalty === 1 ? undefined : seenIn(prompts, model.vocabSize);
      return { ...nextScores('generate', model, tokens, { lengths }), seen };
    });
    this.#prompts = computed(() => tensor(Int32Array.from(prompts.keys())));
  }

  /** Draws a token for each row, and reads them. */
  async draw(rng: Generator | undefined): Promise<Int32Array> {
    const { temperature = 1, topK, topP, minP, repetitionPenalty = 1 } = this.options;
    const filters = { temperature, ...(topK && { topK }), ...(topP && { topP }), ...(minP && { minP }) };
    this.#drawn?.dispose();
    this.#drawn = computed(() => {
      const { logits, seen } = this.#device;
      const scores = seen ? where(seen.greater(0), penalised(logits, repetitionPenalty), logits) : logits;
      if (temperature === 0) return chosen(scores, filters, undefined);
      // Numbers for finished rows are drawn too, so that what a prompt draws doesn't depend on when the others end.
      const u = rand([this.#count, this.model.vocabSize], { rng, backend: logits.backend });
      return chosen(scores, filters, u.indexSelect(0, this.#prompts));
    });
    return (await this.#drawn.data()) as Int32Array;
  }

  /** Lets the model read the drawn tokens of some rows; the others are left out from here on. */
  advance(open: readonly number[]): void {
    const { model } = this;
    const before = this.#device;
    const drawn = this.#drawn!;
    const isAll = open.length === drawn.size;
    const [device, prompts] = computed(() => {
      const rows = isAll ? undefined : tensor(Int32Array.from(open));
      const select = (x: Tensor): Tensor => (rows ? x.indexSelect(0, rows) : x);
      const tokens = select(drawn);
      const state = rows ? model.selectRows(before.state, rows) : before.state;
      const scores = nextScores('generate', model, tokens.unsqueeze(1), { state });
      const seen =
        before.seen && select(before.seen).maximum(oneHot(tokens, model.vocabSize).cast('float32'));
      return [{ ...scores, seen }, select(this.#prompts)] as const;
    });
    if (prompts !== this.#prompts) this.#prompts.dispose();
    freeState(before, device);
    this.#device = device;
    this.#prompts = prompts;
  }

  dispose(): void {
    freeState(this.#device);
    this.#drawn?.dispose();
    this.#prompts.dispose();
  }
}

function seenIn(prompts: readonly (readonly number[])[], size: number): Tensor {
  const values = new Float32Array(prompts.length * size);
  for (const [i, prompt] of prompts.entries()) for (const token of prompt) values[i * size + token] = 1;
  return tensor(values, { shape: [prompts.length, size] });
}

/** Logits of tokens that should not be repeated. */
const penalised = (logits: Tensor, penalty: number): Tensor =>
  where(logits.less(0), logits.mul(penalty), logits.div(penalty));
