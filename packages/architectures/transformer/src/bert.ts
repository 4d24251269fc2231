// Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", 2018, arXiv:1810.04805
//
//     tokens [N, L] → word + position + type, LayerNorm [N, L, E] → layers → hidden [N, L, E] → pooled: tanh(W · hidden_0) [N, E]
//     layer: LayerNorm(x + attention(x))        LayerNorm(x + output(gelu(intermediate(x))))
//
// Departures: none. Fields are named so that the state dictionary has the keys of published files.
import { ArgumentError, checkCount, checkOptions, type OptionTable, ShapeError } from '@neurona/backend';
import {
  type AttentionHeads,
  Dropout,
  Embedding,
  LayerNorm,
  Linear,
  Module,
  ModuleList,
} from '@neurona/layers';
import { scoped, type Tensor } from '@neurona/tensor';
import { attend, headsOf, joinHeads, splitHeads } from './attention/attend.js';
import type { KeyValueBlocks } from './attention/key-value-state.js';
import { type BERTConfig, bertConfigOptions } from './bert-configs.js';
import { checkPaddingMask, checkTokens, checkTokenTypes } from './check-tokens.js';
import { headSize } from './head-size.js';
import { drawWeights } from './initial-weights.js';
import { activationOf } from './language-model/activations.js';

/** What {@link BERT} is called with besides the tokens. */
export interface BERTCall {
  /** Which of two texts each token belongs to, int32 `[N, L]` of 0 and 1; default 0. */
  readonly tokenTypes?: Tensor | undefined;
  /** Bool `[N, L]`, true where a token is no padding; default all. */
  readonly keyPaddingMask?: Tensor | undefined;
}

const callOptions: OptionTable<BERTCall> = { tokenTypes: undefined, keyPaddingMask: undefined };

/** Result of {@link BERT}. */
export interface BERTOutput {
  /** A vector for each token, `[N, L, E]`. */
  readonly hidden: Tensor;
  /** A vector for each text, `[N, E]`; undefined where the model has no pooler. */
  readonly pooled: Tensor | undefined;
}

/** Settings of {@link BERT.embed}. */
export interface BERTEmbedOptions extends BERTCall {
  /** The mean of the tokens' vectors without padding (the default), the vector of the first token, or what the pooler makes of it. */
  readonly pooling?: 'mean' | 'first' | 'pooled';
}

const embedOptions: OptionTable<BERTEmbedOptions> = { ...callOptions, pooling: 'mean' };

/** Words, positions and types, added and normalised. */
class BERTEmbeddings extends Module<readonly [tokens: Tensor, types: Tensor | undefined]> {
  static override readonly kind: string = 'BERTEmbeddings';

  readonly wordEmbeddings: Embedding;
  readonly positionEmbeddings: Embedding;
  readonly tokenTypeEmbeddings: Embedding;
  readonly LayerNorm: LayerNorm;
  readonly dropout: Dropout;

  constructor({ vocabSize, contextLength, embedDim, numTypes = 2, eps = 1e-12, dropout = 0.1 }: BERTConfig) {
    super();
    this.wordEmbeddings = new Embedding(vocabSize, embedDim);
    this.positionEmbeddings = new Embedding(contextLength, embedDim);
    this.tokenTypeEmbeddings = new Embedding(numTypes, embedDim);
    this.LayerNorm = new LayerNorm(embedDim, { eps });
    this.dropout = new Dropout(dropout);
  }

  override forward(tokens: Tensor, types: Tensor | undefined): Tensor {
    const table = this.tokenTypeEmbeddings;
    const typed = types ? table.forward(types) : table.weight.narrow(0, 0, 1);
    const places = this.positionEmbeddings.weight.narrow(0, 0, tokens.shape[1]!);
    const sum = this.wordEmbeddings.forward(tokens).add(places).add(typed); // [N, L, E]
    return this.dropout.forward(this.LayerNorm.forward(sum));
  }
}

/** What ends each half of a layer: a linear map, added to what went into the half, and normalised. */
class BERTSum extends Module<readonly [x: Tensor, before: Tensor]> {
  static override readonly kind: string = 'BERTSum';

  readonly dense: Linear;
  readonly LayerNorm: LayerNorm;
  readonly dropout: Dropout;

  constructor(inFeatures: number, { embedDim, eps = 1e-12, dropout = 0.1 }: BERTConfig) {
    super();
    this.dense = new Linear(inFeatures, embedDim);
    this.LayerNorm = new LayerNorm(embedDim, { eps });
    this.dropout = new Dropout(dropout);
  }

  override forward(x: Tensor, before: Tensor): Tensor {
    return this.LayerNorm.forward(this.dropout.forward(this.dense.forward(x)).add(before));
  }
}

/** Attention of each token to all. */
class BERTSelfAttention extends Module<readonly [x: Tensor, mask: Tensor | undefined]> {
  static override readonly kind: string = 'BERTSelfAttention';

  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;

  constructor(readonly config: BERTConfig) {
    super();
    const { embedDim } = config;
    this.query = new Linear(embedDim, embedDim);
    this.key = new Linear(embedDim, embedDim);
    this.value = new Linear(embedDim, embedDim);
  }

  override forward(x: Tensor, mask: Tensor | undefined): Tensor {
    const [q, own] = this.project(x);
    const { dropout: whole = 0.1, attentionDropout = whole } = this.config;
    const dropout = this.training ? attentionDropout : 0;
    return joinHeads(attend(q, own, { mask, dropout }));
  }

  /** What each head compares, and how much it attends. */
  heads(x: Tensor, mask: Tensor | undefined): AttentionHeads {
    return scoped(() => headsOf(...this.project(x), { mask }));
  }

  private project(x: Tensor): [Tensor, KeyValueBlocks] {
    const maps = [this.query, this.key, this.value];
    const [q, keys, values] = maps.map((map) => splitHeads(map.forward(x), this.config.numHeads));
    return [q!, [{ keys: keys!, values: values! }]];
  }
}

/** The first half of a layer. */
class BERTAttention extends Module<readonly [x: Tensor, mask: Tensor | undefined]> {
  static override readonly kind: string = 'BERTAttention';

  readonly self: BERTSelfAttention;
  readonly output: BERTSum;

  constructor(config: BERTConfig) {
    super();
    this.self = new BERTSelfAttention(config);
    this.output = new BERTSum(config.embedDim, config);
  }

  override forward(x: Tensor, mask: Tensor | undefined): Tensor {
    return this.output.forward(this.self.forward(x, mask), x);
  }
}

/** A linear map and an activation. */
class BERTIntermediate extends Module {
  static override readonly kind: string = 'BERTIntermediate';

  readonly dense: Linear;
  readonly activation: (x: Tensor) => Tensor;

  constructor({ embedDim, feedForwardDim = 4 * embedDim, activation = 'gelu' }: BERTConfig) {
    super();
    this.dense = new Linear(embedDim, feedForwardDim);
    this.activation = activationOf('BERT', activation);
  }

  override forward(x: Tensor): Tensor {
    return this.activation(this.dense.forward(x));
  }
}

/** A layer: attention, then two linear maps, each normalised behind its sum. */
class BERTLayer extends Module<readonly [x: Tensor, mask: Tensor | undefined]> {
  static override readonly kind: string = 'BERTLayer';

  readonly attention: BERTAttention;
  readonly intermediate: BERTIntermediate;
  readonly output: BERTSum;

  constructor(config: BERTConfig) {
    super();
    this.attention = new BERTAttention(config);
    this.intermediate = new BERTIntermediate(config);
    this.output = new BERTSum(config.feedForwardDim ?? 4 * config.embedDim, config);
  }

  override forward(x: Tensor, mask: Tensor | undefined): Tensor {
    const attended = this.attention.forward(x, mask);
    return this.output.forward(this.intermediate.forward(attended), attended);
  }
}

/** The layers, in a list whose name is a part of the keys. */
class BERTEncoder extends Module<readonly [x: Tensor, mask: Tensor | undefined]> {
  static override readonly kind: string = 'BERTEncoder';

  readonly layer: ModuleList<BERTLayer>;

  constructor(config: BERTConfig) {
    super();
    this.layer = new ModuleList(Array.from({ length: config.numLayers }, () => new BERTLayer(config)));
  }

  override forward(x: Tensor, mask: Tensor | undefined): Tensor {
    return [...this.layer].reduce((y, layer) => layer.forward(y, mask), x);
  }
}

/** What makes a vector of a text out of that of its first token. */
class BERTPooler extends Module {
  static override readonly kind: string = 'BERTPooler';

  readonly dense: Linear;

  constructor({ embedDim }: BERTConfig) {
    super();
    this.dense = new Linear(embedDim, embedDim);
  }

  override forward(hidden: Tensor): Tensor {
    return this.dense.forward(hidden.select(1, 0)).tanh();
  }
}

/**
 * BERT: reads a text, or a pair of texts, in both directions.
 *
 * Shape: tokens int32 `[N, L]`, L up to `contextLength`, → `{ hidden, pooled }`, `[N, L, E]` and `[N, E]`.
 * @param config - `vocabSize`, `contextLength`, `embedDim`, `numLayers`, `numHeads`; `feedForwardDim` (4 · embedDim), `numTypes` (2),
 * `activation` (gelu), `dropout` (0.1), `attentionDropout` (that of `dropout`), `eps` (1e-12), `pooler` (true).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, the heads don't divide `embedDim`, or the activation is
 * unknown.
 * @example
 * const model = new BERT({ ...bertConfigs['bert-base-uncased'], vocabSize: 65, embedDim: 12, numLayers: 1 });
 * const { hidden, pooled } = model.forward(tensor([[1, 2, 3]], { dtype: 'int32' }));
 * [hidden.shape, pooled.shape]; // => [[1, 3, 12], [1, 12]]
 * @see Devlin et al., "BERT", 2018, arXiv:1810.04805
 */
export class BERT extends Module<readonly [tokens: Tensor, call?: BERTCall], BERTOutput> {
  static override readonly kind: string = 'BERT';

  readonly embeddings: BERTEmbeddings;
  readonly encoder: BERTEncoder;
  readonly pooler: BERTPooler | undefined;

  constructor(readonly config: BERTConfig) {
    super();
    checkOptions('BERT', config, bertConfigOptions);
    const { vocabSize, contextLength, embedDim, numLayers, numHeads, pooler = true } = config;
    const { feedForwardDim = 1, numTypes = 1 } = config;
    const sizes = { vocabSize, contextLength, numLayers, feedForwardDim, numTypes };
    for (const [name, size] of Object.entries(sizes)) checkCount('BERT', name, size);
    headSize('BERT', embedDim, numHeads);
    this.embeddings = new BERTEmbeddings(config);
    this.encoder = new BERTEncoder(config);
    this.pooler = pooler ? new BERTPooler(config) : undefined;
    drawWeights(this);
  }

  /**
   * Vectors of tokens and texts.
   * @throws {@link ShapeError} if there are more tokens than the context has, or types and mask have another shape;
   * {@link DTypeError} if tokens or types are not int32, or the mask is not bool; {@link ArgumentError} if a token or a type is known to
   * be out of range.
   */
  override forward(tokens: Tensor, call: BERTCall = {}): BERTOutput {
    const { tokenTypes, keyPaddingMask } = checkOptions('BERT.forward', call, callOptions);
    checkTokens(this.kind, tokens, this.config);
    checkTokenTypes(this.kind, tokenTypes, tokens, this.config.numTypes ?? 2);
    checkPaddingMask(this.kind, keyPaddingMask, tokens);
    return scoped(() => {
      const mask = keyPaddingMask?.unsqueeze(1).unsqueeze(2); // [N, 1, 1, L]
      const hidden = this.encoder.forward(this.embeddings.forward(tokens, tokenTypes), mask);
      return { hidden, pooled: this.pooler?.forward(hidden) };
    });
  }

  /**
   * A vector for each text, `[N, E]`: the mean of those of its tokens, padding left out.
   * @throws as {@link BERT.forward}; {@link ArgumentError} if there is no pooler for `pooling: 'pooled'`.
   * @example
   * const model = new BERT({ ...bertConfigs['bert-base-uncased'], vocabSize: 65, embedDim: 12, numLayers: 1 });
   * model.embed(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 12]
   */
  embed(tokens: Tensor, options: BERTEmbedOptions = {}): Tensor {
    const { pooling = 'mean', ...call } = checkOptions('BERT.embed', options, embedOptions);
    return scoped(() => {
      const { hidden, pooled } = this.forward(tokens, call);
      if (pooling === 'first') return hidden.select(1, 0);
      if (pooling === 'mean') return meanOf(hidden, call.keyPaddingMask);
      if (pooling === 'pooled' && pooled) return pooled;
      throw new ArgumentError('BERT.embed', {
        expected: `pooling to be 'mean', 'first'${this.pooler ? " or 'pooled'" : ', as there is no pooler'}`,
        received: pooling,
      });
    });
  }
}

/** The mean over tokens `[N, L, E]` → `[N, E]`; zeros for a text of padding alone. */
function meanOf(hidden: Tensor, mask: Tensor | undefined): Tensor {
  if (!mask) return hidden.mean({ axis: 1 });
  const isSeen = mask.unsqueeze(2); // [N, L, 1]
  const sum = isSeen.where(hidden, 0).sum({ axis: 1 }); // [N, E]
  return sum.div(isSeen.cast('float32').sum({ axis: 1 }).maximum(1));
}
