import { filterLogits, generate, type TokenModel } from '@neurona/generation';
import { own, type Tensor } from '@neurona/tensor';
import type { CausalLanguageModel, KeyValueState } from '@neurona/transformer';
import { partOfCharacter, type WrittenToken } from './written-token.js';

const shown = 6; // tokens with their probabilities

/** What turns text into tokens and back. */
interface Tokens {
  encode(text: string): Int32Array;
  decode(ids: readonly number[]): string;
  /** The token before each text, if there is one. */
  readonly begin?: number | undefined;
  /** The tokens after which a text ends, if there are any. */
  readonly ends: readonly number[];
}

/** How tokens are drawn. */
interface Drawing {
  readonly temperature: number;
  /** 0 for all tokens. */
  readonly topK: number;
  readonly topP: number;
}

/** Writes on after tokens, one by one, with the weights of each moment. A full context goes on with its second half. */
export async function* writeOn(
  model: CausalLanguageModel,
  codec: Tokens,
  prompt: readonly number[],
  length: number,
  { temperature, topK, topP }: Drawing,
): AsyncGenerator<WrittenToken> {
  const ids = [...prompt];
  const filters = { temperature, topP, ...(topK > 0 && { topK }) };
  const watched = new Watched(model, (logits) => filterLogits(logits, filters).softmax().reshape([-1]));
  let perSecond = Number.NaN;
  try {
    for (let count = 0; count < length; ) {
      const kept = count === 0 && ids.length < model.contextLength ? ids : lastHalf(ids, model, codec);
      const options = {
        ...filters,
        maxNewTokens: Math.min(length - count, model.contextLength - kept.length),
        tokenizer: codec,
        stopTokens: codec.ends,
      };
      let since = performance.now();
      for await (const { token, text, finished } of generate(watched, [...kept], options)) {
        if (finished === 'stopToken') return;
        const probabilities = await watched.probabilities();
        const rate = 1000 / (performance.now() - since);
        perSecond = Number.isNaN(perSecond) ? rate : 0.9 * perSecond + 0.1 * rate;
        const top = likeliest(probabilities, token);
        yield {
          text,
          names: top.map((id) => nameOf(codec, id)),
          values: top.map((id) => probabilities[id]!),
          chosen: top.indexOf(token),
          open: probabilities.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
          perSecond,
        };
        ids.push(token);
        count++;
        since = performance.now();
      }
    }
  } finally {
    watched.dispose();
  }
}

/** The last half of a context, after the token that texts begin with. */
function lastHalf(
  ids: readonly number[],
  { contextLength }: CausalLanguageModel,
  { begin }: Tokens,
): number[] {
  const kept = ids.slice(-Math.floor(contextLength / 2));
  return begin === undefined || kept[0] === begin ? kept : [begin, ...kept.slice(1)];
}

/** A model whose last probabilities are kept. */
class Watched implements TokenModel<KeyValueState> {
  readonly vocabSize: number;
  readonly contextLength: number;
  #seen: Tensor | undefined;

  constructor(
    readonly model: CausalLanguageModel,
    readonly look: (logits: Tensor) => Tensor,
  ) {
    this.vocabSize = model.vocabSize;
    this.contextLength = model.contextLength;
  }

  nextToken(...call: Parameters<CausalLanguageModel['nextToken']>) {
    const next = this.model.nextToken(...call);
    this.dispose();
    this.#seen = own(this.look(next.logits));
    return next;
  }

  selectRows(state: KeyValueState, rows: Tensor): KeyValueState {
    return this.model.selectRows(state, rows);
  }

  /** The probabilities from which the last token was drawn. */
  async probabilities(): Promise<Float32Array> {
    return (await this.#seen!.data()) as Float32Array;
  }

  dispose(): void {
    this.#seen?.dispose();
    this.#seen = undefined;
  }
}

/** A token as text; by its number where it is a part of a character. */
function nameOf(codec: Tokens, id: number): string {
  const text = codec.decode([id]);
  return text === '' || text.includes('\uFFFD') ? `${partOfCharacter}${id}` : text;
}

/** The likeliest tokens, the drawn one among them. */
function likeliest(probabilities: Float32Array, drawn: number): number[] {
  const top: number[] = [];
  for (const [id, value] of probabilities.entries()) {
    if (top.length === shown && value <= probabilities[top.at(-1)!]!) continue;
    const place = top.findIndex((one) => probabilities[one]! < value);
    top.splice(place < 0 ? top.length : place, 0, id);
    if (top.length > shown) top.pop();
  }
  return top.includes(drawn) ? top : [...top.slice(0, -1), drawn];
}
