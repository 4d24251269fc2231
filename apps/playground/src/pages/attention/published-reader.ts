import { type AttentionHeads, attentionHeads } from '@neurona/layers';
import { noGrad, own, type Tensor, tensor } from '@neurona/tensor';
import { CausalLanguageModel, type PretrainedTokenizer } from '@neurona/transformer';
import type { LoadedModel } from '../../published/load-published.js';
import { mostCharacters } from './settings.js';

/** What a published model makes of a text. */
interface Reading {
  readonly text: string;
  readonly causal: boolean;
  readonly ids: readonly number[];
  /** By layer. */
  readonly heads: readonly AttentionHeads[];
  /** Probabilities of the next token after each, `[L, V]`; undefined where the model reads in both directions. */
  readonly shares: Tensor | undefined;
}

/** Reads texts with a published model; a text is read once for all its layers. */
export class PublishedReader {
  /** Whether it was trained to see the tokens before each alone. */
  readonly hasMask: boolean;
  #reading: Reading | undefined;

  constructor(readonly loaded: LoadedModel) {
    this.hasMask = loaded.model instanceof CausalLanguageModel;
  }

  /** What it makes of a text; without its mask where `causal` is false. */
  read(text: string, causal: boolean): Reading {
    if (this.#reading?.text === text && this.#reading.causal === causal) return this.#reading;
    this.#forget();
    const { model, tokenizer } = this.loaded;
    const { config } = model as { readonly config?: { readonly contextLength?: number } };
    const maxLength = Math.min(mostCharacters, config?.contextLength ?? mostCharacters);
    const ids = Array.from(tokenizer.encode(text, { maxLength }));
    if (ids.length === 0) ids.push(...tokenizer.encode('.'));
    let shares: Tensor | undefined;
    const stop = model.onForward((logits) => {
      if (this.hasMask) shares = own((logits as Tensor).softmax().squeeze(0));
    });
    try {
      using tokens = tensor([ids], { dtype: 'int32' });
      if (model instanceof CausalLanguageModel) model.causal = causal;
      const heads = Object.values(noGrad(() => attentionHeads(model, tokens)));
      this.#reading = { text, causal, ids, heads, shares };
      return this.#reading;
    } finally {
      stop();
    }
  }

  /** A token as text; as the file writes it where it is a part of a character. */
  nameOf(id: number): string {
    const { tokenizer }: { readonly tokenizer: PretrainedTokenizer } = this.loaded;
    const text = tokenizer.decode([id], { skipSpecials: false });
    return text === '' || text.includes('\uFFFD') ? (tokenizer.tokenOf(id) ?? `${id}`) : text;
  }

  #forget(): void {
    for (const layer of this.#reading?.heads ?? [])
      for (const part of Object.values(layer)) (part as Tensor).dispose();
    this.#reading?.shares?.dispose();
    this.#reading = undefined;
  }

  dispose(): void {
    this.#forget();
    this.loaded.model.dispose();
  }
}
