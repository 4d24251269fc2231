// Touvron et al., "LLaMA: Open and Efficient Foundation Language Models", 2023, arXiv:2302.13971; Jiang et al., "Mistral 7B", 2023,
// arXiv:2310.06825; Yang et al., "Qwen2 Technical Report", 2024, arXiv:2407.10671
//
//     tokens [N, L] → embedding [N, L, E] → layers → norm → lm_head → logits of the next token [N, L, V]
//     layer: x + attention(input_layernorm(x))        x + down(silu(gate(y)) · up(y)), y = post_attention_layernorm(x)
//
// One class has what files of Llama, SmolLM, Mistral (a sliding window) and Qwen2 (biases) need. Departures: none.
import { ArgumentError, checkCount, checkOptions } from '@neurona/backend';
import {
  type AttentionHeads,
  Embedding,
  forwardEach,
  Linear,
  Module,
  ModuleList,
  RMSNorm,
} from '@neurona/layers';
import { matmul, scoped, type Tensor } from '@neurona/tensor';
import { attend, headsOf, joinHeads, splitHeads } from './attention/attend.js';
import { appended, type KeyValueBlocks } from './attention/key-value-state.js';
import type { Read, Reading } from './attention/read-tokens.js';
import { RotaryAngles } from './attention/rotary-angles.js';
import { rotaryFrequencies, rotaryGrowth } from './attention/rotary-frequencies.js';
import { headSize } from './head-size.js';
import { drawWeights } from './initial-weights.js';
import { activationOf, gateOf } from './language-model/activations.js';
import { CausalLanguageModel } from './language-model/causal-language-model.js';
import { type LlamaConfig, llamaConfigOptions, llamaConfigs } from './llama-configs.js';

type Turn = (x: Tensor) => Tensor;

/** Causal self-attention, whose heads share keys and values by groups. */
class LlamaAttention extends Module<
  readonly [x: Tensor, reading: Reading, turn: Turn, layer: number],
  [Tensor, KeyValueBlocks]
> {
  static override readonly kind: string = 'LlamaAttention';

  readonly qProj: Linear;
  readonly kProj: Linear;
  readonly vProj: Linear;
  readonly oProj: Linear;
  readonly groups: number;

  constructor(readonly config: LlamaConfig) {
    super();
    const { embedDim, numHeads, numKeyValueHeads = numHeads, inputBias, outputBias } = config;
    const { headDim = embedDim / numHeads } = config;
    const [bias, width] = [inputBias ?? false, numKeyValueHeads * headDim];
    this.qProj = new Linear(embedDim, numHeads * headDim, { bias });
    this.kProj = new Linear(embedDim, width, { bias });
    this.vProj = new Linear(embedDim, width, { bias });
    this.oProj = new Linear(numHeads * headDim, embedDim, { bias: outputBias ?? false });
    this.groups = numKeyValueHeads;
  }

  override forward(x: Tensor, reading: Reading, turn: Turn, layer: number): [Tensor, KeyValueBlocks] {
    const { mask, causal, offset, window } = reading;
    const [q, own] = this.project(x, reading, turn, layer);
    const settings = {
      mask,
      causal,
      offset,
      window,
      dropout: this.training ? (this.config.dropout ?? 0) : 0,
    };
    return [this.oProj.forward(joinHeads(attend(q, own, settings))), own];
  }

  /** What each head compares, and how much it attends. */
  heads(x: Tensor, reading: Reading, turn: Turn, layer: number): AttentionHeads {
    return scoped(() => headsOf(...this.project(x, reading, turn, layer), reading));
  }

  /** Queries, and keys and values with those of the tokens before. */
  private project(x: Tensor, { before }: Reading, turn: Turn, layer: number): [Tensor, KeyValueBlocks] {
    const [query, key, value] = forwardEach([this.qProj, this.kProj, this.vProj], x);
    const q = turn(splitHeads(query!, this.config.numHeads)); // [N, H, L, D]
    const keys = turn(splitHeads(key!, this.groups)); // [N, G, L, D]
    const values = splitHeads(value!, this.groups);
    return [q, appended(before?.[layer], { keys, values })];
  }
}

/**
 * The gated feed-forward network.
 *
 *     y = (silu(x · W_gate) · (x · W_up)) · W_down
 *
 * @see Shazeer, "GLU Variants Improve Transformer", 2020, arXiv:2002.05202
 */
class LlamaFeedForward extends Module {
  static override readonly kind: string = 'LlamaFeedForward';

  readonly gateProj: Linear;
  readonly upProj: Linear;
  readonly downProj: Linear;
  readonly activation: (x: Tensor) => Tensor;
  /** activation(gate) · x, in one kernel where there is one. */
  readonly gate: (gate: Tensor, x: Tensor) => Tensor;

  constructor({ embedDim, feedForwardDim, feedForwardBias: bias = false, activation = 'silu' }: LlamaConfig) {
    super();
    this.gateProj = new Linear(embedDim, feedForwardDim, { bias });
    this.upProj = new Linear(embedDim, feedForwardDim, { bias });
    this.downProj = new Linear(feedForwardDim, embedDim, { bias });
    this.activation = activationOf('Llama', activation);
    this.gate = gateOf('Llama', activation);
  }

  override forward(x: Tensor): Tensor {
    const [gate, up] = forwardEach([this.gateProj, this.upProj], x);
    return this.downProj.forward(this.gate(gate!, up!));
  }
}

/** A layer: attention and feed-forward network, each with its input normalised, and added to it. */
class LlamaLayer extends Module<
  readonly [x: Tensor, reading: Reading, turn: Turn, layer: number],
  [Tensor, KeyValueBlocks]
> {
  static override readonly kind: string = 'LlamaLayer';

  readonly selfAttn: LlamaAttention;
  readonly mlp: LlamaFeedForward;
  readonly inputLayernorm: RMSNorm;
  readonly postAttentionLayernorm: RMSNorm;

  constructor(config: LlamaConfig) {
    super();
    const { embedDim, eps = 1e-5 } = config;
    this.selfAttn = new LlamaAttention(config);
    this.mlp = new LlamaFeedForward(config);
    this.inputLayernorm = new RMSNorm(embedDim, { eps });
    this.postAttentionLayernorm = new RMSNorm(embedDim, { eps });
  }

  override forward(x: Tensor, reading: Reading, turn: Turn, layer: number): [Tensor, KeyValueBlocks] {
    const [attended, own] = this.selfAttn.forward(this.inputLayernorm.forward(x), reading, turn, layer);
    const h = x.add(attended);
    return [h.add(this.mlp.forward(this.postAttentionLayernorm.forward(h))), own];
  }
}

/** What is below the logits; its name is a part of the keys. */
class LlamaBody extends Module<readonly [tokens: Tensor, reading: Reading], Read> {
  static override readonly kind: string = 'LlamaBody';

  readonly embedTokens: Embedding;
  readonly layers: ModuleList<LlamaLayer>;
  readonly norm: RMSNorm;
  readonly #angles: RotaryAngles;

  constructor(config: LlamaConfig) {
    super();
    const { vocabSize, contextLength, embedDim, numHeads, numLayers, eps = 1e-5 } = config;
    const { headDim = embedDim / numHeads, rotaryBase = 10_000, rotaryScaling } = config;
    this.embedTokens = new Embedding(vocabSize, embedDim);
    this.layers = new ModuleList(Array.from({ length: numLayers }, () => new LlamaLayer(config)));
    this.norm = new RMSNorm(embedDim, { eps });
    const frequencies = rotaryFrequencies(headDim, rotaryBase, rotaryScaling);
    this.#angles = new RotaryAngles(frequencies, contextLength, rotaryGrowth(rotaryScaling));
  }

  override forward(tokens: Tensor, reading: Reading): Read {
    let x = this.embedTokens.forward(tokens); // [N, L, E]
    const turn = this.#angles.at(reading, tokens.shape[1]!, tokens.backend);
    const layers: KeyValueBlocks[] = [];
    for (const [i, layer] of [...this.layers].entries()) {
      const [y, own] = layer.forward(x, reading, turn, i);
      layers.push(own);
      x = y;
    }
    return { hidden: this.norm.forward(x), layers };
  }

  override forget(): void {
    this.#angles.dispose();
  }
}

/**
 * Llama: a causal language model with rotary positions, heads that share keys and values, and gated feed-forward networks.
 *
 * Shape: tokens int32 `[N, L]`, L up to `contextLength`, → logits of the next token `[N, L, V]`.
 * @param config - Sizes, and what differs between the models that have this layout; see {@link llamaConfigs}.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, heads don't divide features or each other, the features
 * of a head are odd, or activation or scaling are unknown.
 * @example
 * const model = new Llama({ ...llamaConfigs['smollm2-135m'], vocabSize: 65, embedDim: 24, numHeads: 6, numLayers: 1 });
 * model.forward(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 3, 65]
 * @see Touvron et al., "LLaMA: Open and Efficient Foundation Language Models", 2023, arXiv:2302.13971
 */
export class Llama extends CausalLanguageModel {
  static override readonly kind: string = 'Llama';

  readonly model: LlamaBody;
  readonly lmHead: Linear | undefined;

  constructor(readonly config: LlamaConfig) {
    super();
    checkOptions('Llama', config, llamaConfigOptions);
    checkSizes(config);
    const { vocabSize, embedDim, tied = false } = config;
    this.model = new LlamaBody(config);
    this.lmHead = tied ? undefined : new Linear(embedDim, vocabSize, { bias: false });
    drawWeights(this);
  }

  override get vocabSize(): number {
    return this.config.vocabSize;
  }

  override get contextLength(): number {
    return this.config.contextLength;
  }

  override get slidingWindow(): number | undefined {
    return this.config.slidingWindow;
  }

  /** @internal */
  override read(tokens: Tensor, reading: Reading): Read {
    return this.model.forward(tokens, reading);
  }

  /** @internal */
  override scores(hidden: Tensor): Tensor {
    if (this.lmHead) return this.lmHead.forward(hidden);
    return matmul(hidden, this.model.embedTokens.weight, { transposeB: true });
  }
}

function checkSizes(config: LlamaConfig): void {
  const { vocabSize, contextLength, embedDim, feedForwardDim, numLayers, numHeads } = config;
  const {
    numKeyValueHeads = numHeads,
    slidingWindow = 1,
    headDim = headSize('Llama', embedDim, numHeads),
  } = config;
  const sizes = { vocabSize, contextLength, embedDim, feedForwardDim, numLayers, numHeads };
  for (const [name, size] of Object.entries({ ...sizes, numKeyValueHeads, headDim, slidingWindow }))
    checkCount('Llama', name, size);
  if (numHeads % numKeyValueHeads !== 0) {
    throw new ArgumentError('Llama', {
      expected: 'numKeyValueHeads to divide numHeads',
      received: `${numKeyValueHeads} for ${numHeads}`,
    });
  }
  if (headDim % 2 !== 0) {
    throw new ArgumentError('Llama', {
      expected: 'an even number of features for each head',
      received: headDim,
    });
  }
}

/**
 * Makes a {@link Llama} of a published size, with random weights.
 * @param name - `smollm2-135m`, `smollm2-360m`, `tinyllama-1.1b`, `llama-3.2-1b`, `mistral-7b` or `qwen2-0.5b`.
 * @param overrides - Sizes and settings that differ from it.
 * @example
 * llama('smollm2-135m', { vocabSize: 65, embedDim: 36, numLayers: 1 }).contextLength; // => 8192
 */
export const llama = (name: keyof typeof llamaConfigs, overrides: Partial<LlamaConfig> = {}): Llama =>
  new Llama({ ...llamaConfigs[name], ...overrides });
