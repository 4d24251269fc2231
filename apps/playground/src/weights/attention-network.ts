import { CharacterTokenizer } from '@neurona/datasets';
import { Embedding, initNormal, LearnedPositions, Linear, Module, TransformerEncoder } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { attentionAlphabet } from './attention-sizes.js';

/** The most characters that the network of the page of attention reads. */
export const contextLength = 32;

const [embedDim, numHeads, numLayers] = [64, 4, 2];

/** What turns text into tokens, a character each. */
export const tokenizer = new CharacterTokenizer({ specials: [] }).fit(attentionAlphabet);

/** A small GPT: scores of the next character after each of a text, int32 `[N, L]` → `[N, L, V]`. */
export class AttentionNetwork extends Module<readonly [tokens: Tensor, isCausal?: boolean]> {
  static override readonly kind: string = 'AttentionNetwork';

  readonly embedding = new Embedding(tokenizer.vocabSize, embedDim);
  readonly positions = new LearnedPositions(contextLength, embedDim);
  readonly encoder = new TransformerEncoder(embedDim, numHeads, numLayers, {
    feedForwardDim: 4 * embedDim,
    dropout: 0,
    activation: 'gelu',
    normFirst: true,
  });
  readonly output = new Linear(embedDim, tokenizer.vocabSize);

  constructor() {
    super();
    initNormal(this.embedding.weight, { std: 0.02 });
  }

  override forward(tokens: Tensor, isCausal = true): Tensor {
    const x = this.positions.forward(this.embedding.forward(tokens)); // [N, L, E]
    return this.output.forward(this.encoder.forward(x, { causal: isCausal }));
  }
}
