// Radford et al., "Language Models are Unsupervised Multitask Learners", 2019
//
//     tokens [N, L] → wte + wpe [N, L, E] → blocks → ln_f → · wteᵀ → logits of the next token [N, L, V]
//     block: x + c_proj(attention(ln_1(x)))        x + mlp(ln_2(x))
//
// Departures: none. Fields are named so that the state dictionary has the keys and layouts of published files.
import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  type AttentionHeads,
  Dropout,
  Embedding,
  initNormal,
  LayerNorm,
  Linear,
  Module,
  ModuleList,
} from '@neurona/layers';
import { matmul, scoped, type Tensor, unbind } from '@neurona/tensor';
import { attend, headsOf, joinHeads } from './attention/attend.js';
import { appended, type KeyValueBlocks } from './attention/key-value-state.js';
import type { Read, Reading } from './attention/read-tokens.js';
import { headSize } from './head-size.js';
import { InputFirstLinear } from './input-first-linear.js';
import { activationOf, type FeedForwardActivation } from './language-model/activations.js';
import { CausalLanguageModel } from './language-model/causal-language-model.js';

/** Sizes and settings of a {@link GPT2}. */
export interface GPT2Config {
  /** Number of tokens V. */
  readonly vocabSize: number;
  /** Most tokens of a text. */
  readonly contextLength: number;
  /** Size E of the vectors of tokens. */
  readonly embedDim: number;
  readonly numLayers: number;
  readonly numHeads: number;
  /** Hidden features of the feed-forward networks, default `4 · embedDim`. */
  readonly feedForwardDim?: number;
  /** Default `geluTanh`. */
  readonly activation?: FeedForwardActivation;
  /** Probability with which what blocks add is dropped in training, default 0.1. */
  readonly dropout?: number;
  /** Probability with which attention weights are dropped in training, default that of `dropout`. */
  readonly attentionDropout?: number | undefined;
  /** Probability with which embeddings are dropped in training, default that of `dropout`. */
  readonly embeddingDropout?: number | undefined;
  /** Added to the variance before its root is taken, default 1e-5. */
  readonly eps?: number;
  /** Whether the vectors of tokens are the weights of the logits too, default true. */
  readonly tied?: boolean;
}

const configOptions: OptionTable<GPT2Config> = {
  vocabSize: 1,
  contextLength: 1,
  embedDim: 1,
  numLayers: 1,
  numHeads: 1,
  feedForwardDim: 4,
  activation: 'geluTanh',
  dropout: 0.1,
  attentionDropout: 0.1,
  embeddingDropout: 0.1,
  eps: 1e-5,
  tied: true,
};

const published = { vocabSize: 50257, contextLength: 1024 };

/** Published sizes by name. */
export const gpt2Configs: Readonly<
  Record<'gpt2' | 'gpt2-medium' | 'gpt2-large' | 'gpt2-xl' | 'distilgpt2', GPT2Config>
> = {
  gpt2: { ...published, embedDim: 768, numLayers: 12, numHeads: 12 },
  'gpt2-medium': { ...published, embedDim: 1024, numLayers: 24, numHeads: 16 },
  'gpt2-large': { ...published, embedDim: 1280, numLayers: 36, numHeads: 20 },
  'gpt2-xl': { ...published, embedDim: 1600, numLayers: 48, numHeads: 25 },
  distilgpt2: { ...published, embedDim: 768, numLayers: 6, numHeads: 12 },
};

/** Standard deviation of the weights that a model begins with; that of the last maps of blocks is smaller by the root of their number. */
const initialStd = 0.02;

const lastStd = ({ numLayers }: GPT2Config): number => initialStd / Math.sqrt(2 * numLayers);

/** Causal self-attention: one map to queries, keys and values, and one of the joined heads. */
class GPT2Attention extends Module<
  readonly [x: Tensor, reading: Reading, layer: number],
  [Tensor, KeyValueBlocks]
> {
  static override readonly kind: string = 'GPT2Attention';

  readonly cAttn: InputFirstLinear;
  readonly cProj: InputFirstLinear;
  readonly residDropout: Dropout;

  constructor(readonly config: GPT2Config) {
    super();
    const { embedDim, dropout = 0.1 } = config;
    this.cAttn = new InputFirstLinear(embedDim, 3 * embedDim, initialStd);
    this.cProj = new InputFirstLinear(embedDim, embedDim, lastStd(config));
    this.residDropout = new Dropout(dropout);
  }

  override forward(x: Tensor, reading: Reading, layer: number): [Tensor, KeyValueBlocks] {
    const { mask, causal, offset, window } = reading;
    const { dropout = 0.1, attentionDropout = dropout } = this.config;
    const [q, own] = this.project(x, reading, layer);
    const settings = { mask, causal, offset, window, dropout: this.training ? attentionDropout : 0 };
    const heads = attend(q, own, settings);
    return [this.residDropout.forward(this.cProj.forward(joinHeads(heads))), own];
  }

  /** What each head compares, and how much it attends. */
  heads(x: Tensor, reading: Reading, layer: number): AttentionHeads {
    return scoped(() => headsOf(...this.project(x, reading, layer), reading));
  }

  /** Queries, and keys and values with those of the tokens before. */
  private project(x: Tensor, { before }: Reading, layer: number): [Tensor, KeyValueBlocks] {
    const { numHeads } = this.config;
    const [batch, length] = x.shape as [number, number, number];
    const all = this.cAttn.forward(x).reshape([batch, length, 3, numHeads, -1]); // [N, L, 3, H, D]
    const [q, k, v] = unbind(all.permute([2, 0, 3, 1, 4])); // [N, H, L, D] each
    return [q!, appended(before?.[layer], { keys: k!, values: v! })];
  }
}

/** The feed-forward network. */
class GPT2FeedForward extends Module {
  static override readonly kind: string = 'GPT2FeedForward';

  readonly cFc: InputFirstLinear;
  readonly cProj: InputFirstLinear;
  readonly dropout: Dropout;
  readonly activation: (x: Tensor) => Tensor;

  constructor(config: GPT2Config) {
    super();
    const { embedDim, feedForwardDim = 4 * embedDim, dropout = 0.1, activation = 'geluTanh' } = config;
    this.cFc = new InputFirstLinear(embedDim, feedForwardDim, initialStd);
    this.cProj = new InputFirstLinear(feedForwardDim, embedDim, lastStd(config));
    this.dropout = new Dropout(dropout);
    this.activation = activationOf('GPT2', activation);
  }

  override forward(x: Tensor): Tensor {
    return this.dropout.forward(this.cProj.forward(this.activation(this.cFc.forward(x))));
  }
}

/** A block: attention and feed-forward network, each with its input normalised, and added to it. */
class GPT2Block extends Module<
  readonly [x: Tensor, reading: Reading, layer: number],
  [Tensor, KeyValueBlocks]
> {
  static override readonly kind: string = 'GPT2Block';

  readonly ln_1: LayerNorm;
  readonly attn: GPT2Attention;
  readonly ln_2: LayerNorm;
  readonly mlp: GPT2FeedForward;

  constructor(config: GPT2Config) {
    super();
    const { embedDim, eps = 1e-5 } = config;
    this.ln_1 = new LayerNorm(embedDim, { eps });
    this.attn = new GPT2Attention(config);
    this.ln_2 = new LayerNorm(embedDim, { eps });
    this.mlp = new GPT2FeedForward(config);
  }

  override forward(x: Tensor, reading: Reading, layer: number): [Tensor, KeyValueBlocks] {
    const [attended, own] = this.attn.forward(this.ln_1.forward(x), reading, layer);
    const h = x.add(attended);
    return [h.add(this.mlp.forward(this.ln_2.forward(h))), own];
  }
}

/** What is below the logits; its name is a part of the keys. */
class GPT2Body extends Module<readonly [tokens: Tensor, reading: Reading], Read> {
  static override readonly kind: string = 'GPT2Body';

  readonly wte: Embedding;
  readonly wpe: Embedding;
  readonly drop: Dropout;
  readonly h: ModuleList<GPT2Block>;
  readonly lnF: LayerNorm;

  constructor(config: GPT2Config) {
    super();
    const { vocabSize, contextLength, embedDim, numLayers, dropout = 0.1, eps = 1e-5 } = config;
    const { embeddingDropout = dropout } = config;
    this.wte = new Embedding(vocabSize, embedDim);
    this.wpe = new Embedding(contextLength, embedDim);
    for (const { weight } of [this.wte, this.wpe]) initNormal(weight, { std: initialStd });
    this.drop = new Dropout(embeddingDropout);
    this.h = new ModuleList(Array.from({ length: numLayers }, () => new GPT2Block(config)));
    this.lnF = new LayerNorm(embedDim, { eps });
  }

  override forward(tokens: Tensor, reading: Reading): Read {
    const { positions } = reading;
    const places =
      typeof positions === 'number'
        ? this.wpe.weight.narrow(0, positions, tokens.shape[1]!)
        : this.wpe.forward(positions);
    let x = this.drop.forward(this.wte.forward(tokens).add(places)); // [N, L, E]
    const layers: KeyValueBlocks[] = [];
    for (const [i, block] of [...this.h].entries()) {
      const [y, own] = block.forward(x, reading, i);
      layers.push(own);
      x = y;
    }
    return { hidden: this.lnF.forward(x), layers };
  }
}

/**
 * GPT-2: a causal language model with learned positions, normalised before each part of a block.
 *
 * Shape: tokens int32 `[N, L]`, L up to `contextLength`, → logits of the next token `[N, L, V]`.
 * @param config - `vocabSize`, `contextLength`, `embedDim`, `numLayers`, `numHeads`; `feedForwardDim` (4 · embedDim), `activation`
 * (geluTanh), `dropout` (0.1), `attentionDropout` and `embeddingDropout` (that of `dropout`), `eps` (1e-5), `tied` (true).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, the heads don't divide `embedDim`, or the activation is
 * unknown.
 * @example
 * const model = new GPT2({ ...gpt2Configs.gpt2, vocabSize: 65, contextLength: 32, embedDim: 16, numLayers: 2, numHeads: 2 });
 * model.forward(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 3, 65]
 * @see Radford et al., "Language Models are Unsupervised Multitask Learners", 2019
 */
export class GPT2 extends CausalLanguageModel {
  static override readonly kind: string = 'GPT2';

  readonly transformer: GPT2Body;
  readonly lmHead: Linear | undefined;

  constructor(readonly config: GPT2Config) {
    super();
    checkOptions('GPT2', config, configOptions);
    const {
      vocabSize,
      contextLength,
      embedDim,
      numLayers,
      numHeads,
      feedForwardDim = 1,
      tied = true,
    } = config;
    for (const [name, size] of Object.entries({ vocabSize, contextLength, numLayers, feedForwardDim }))
      checkCount('GPT2', name, size);
    headSize('GPT2', embedDim, numHeads);
    this.transformer = new GPT2Body(config);
    this.lmHead = tied ? undefined : new Linear(embedDim, vocabSize, { bias: false });
  }

  override get vocabSize(): number {
    return this.config.vocabSize;
  }

  override get contextLength(): number {
    return this.config.contextLength;
  }

  /** @internal */
  override read(tokens: Tensor, reading: Reading): Read {
    return this.transformer.forward(tokens, reading);
  }

  /** @internal */
  override scores(hidden: Tensor): Tensor {
    if (this.lmHead) return this.lmHead.forward(hidden);
    return matmul(hidden, this.transformer.wte.weight, { transposeB: true });
  }
}

/**
 * Makes a {@link GPT2} of a published size, with random weights.
 * @param name - `gpt2`, `gpt2-medium`, `gpt2-large`, `gpt2-xl` or `distilgpt2`.
 * @param overrides - Sizes and settings that differ from it.
 * @example
 * gpt2('gpt2', { vocabSize: 65, embedDim: 24, numLayers: 1 }).contextLength; // => 1024
 */
export const gpt2 = (name: keyof typeof gpt2Configs, overrides: Partial<GPT2Config> = {}): GPT2 =>
  new GPT2({ ...gpt2Configs[name], ...overrides });
