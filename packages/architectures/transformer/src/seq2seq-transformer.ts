// Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
//
//     source [N, S] → embedding · √E + positions → encoder → memory [N, S, E]
//     target [N, L] → embedding · √E + positions → decoder, which looks at the memory → linear → logits of the next token [N, L, V]
//
// The paper's sizes are the defaults. Departures: encoder and decoder each end in a normalisation, as PyTorch's do; positions may be
// learned or rotary, and norms may come first.
import { ArgumentError, checkOptions, type OptionTable, ShapeError } from '@neurona/backend';
import type { NextTokenCall, NextTokenScores, TokenModel } from '@neurona/generation';
import {
  Dropout,
  Embedding,
  initNormal,
  LearnedPositions,
  Linear,
  Module,
  RotaryPositions,
  SinusoidalPositions,
  Transformer,
  type TransformerActivation,
} from '@neurona/layers';
import { matmul, scoped, type Tensor } from '@neurona/tensor';
import { decodeAfter, memoryKeyValues, type Past } from './attention/cached-decoder.js';
import { type KeyValueBlocks, type KeyValues, selectBlockRows } from './attention/key-value-state.js';
import { checkPaddingMask, checkTokens } from './check-tokens.js';
import { headSize } from './head-size.js';

/** Sizes and settings of a {@link Seq2SeqTransformer}. */
export interface Seq2SeqTransformerConfig {
  readonly sourceVocabSize: number;
  readonly targetVocabSize: number;
  /** Most tokens of a source or target, default 512. */
  readonly contextLength?: number;
  /** Size E of the vectors of tokens, default 512. */
  readonly embedDim?: number;
  /** Default 8. */
  readonly numHeads?: number;
  /** Default 6. */
  readonly numEncoderLayers?: number;
  /** Default 6. */
  readonly numDecoderLayers?: number;
  /** Hidden features of the feed-forward networks, default `4 · embedDim`. */
  readonly feedForwardDim?: number;
  /** Default 0.1. */
  readonly dropout?: number;
  /** Default `relu`. */
  readonly activation?: TransformerActivation;
  /** Whether inputs of attention and feed-forward networks are normalised instead of the sums after them, default false. */
  readonly normFirst?: boolean;
  /** Default `sinusoidal`. */
  readonly positions?: 'sinusoidal' | 'learned' | 'rotary';
  /** Whether the vectors of source and target tokens and the weights of the logits are the same, default false. */
  readonly shared?: boolean;
}

const configOptions: OptionTable<Seq2SeqTransformerConfig> = {
  sourceVocabSize: 1,
  targetVocabSize: 1,
  contextLength: 512,
  embedDim: 512,
  numHeads: 8,
  numEncoderLayers: 6,
  numDecoderLayers: 6,
  feedForwardDim: 2048,
  dropout: 0.1,
  activation: 'relu',
  normFirst: false,
  positions: 'sinusoidal',
  shared: false,
};

/** What a {@link Seq2SeqTransformer} is called with besides the tokens. */
export interface Seq2SeqCall {
  /** Bool `[N, S]`, true where a token of the source is no padding. */
  readonly sourcePaddingMask?: Tensor | undefined;
}

const callOptions: OptionTable<Seq2SeqCall> = { sourcePaddingMask: undefined };

/** What is written so far, and what it is written from, as keys and values of the decoder's layers. */
export interface Seq2SeqState {
  /** Number of target tokens that were read. */
  readonly length: number;
  /** Of each layer, those of the tokens read, and those of the source. */
  readonly layers: readonly { readonly decoder: KeyValueBlocks; readonly encoder: KeyValues }[];
  readonly memoryMask: Tensor | undefined;
}

/**
 * The transformer of the paper: reads a sequence, and writes another one.
 *
 * Shape: source int32 `[N, S]`, target int32 `[N, L]` → logits of the token after each of the target `[N, L, V]`.
 * @param config - `sourceVocabSize`, `targetVocabSize`; `contextLength` (512), `embedDim` (512), `numHeads` (8), `numEncoderLayers`
 * (6), `numDecoderLayers` (6), `feedForwardDim` (4 · embedDim), `dropout` (0.1), `activation` (relu), `normFirst` (false), `positions`
 * (sinusoidal), `shared` (false).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, heads don't divide `embedDim`, or vocabularies are shared that
 * differ.
 * @example
 * const model = new Seq2SeqTransformer({ sourceVocabSize: 12, targetVocabSize: 30, embedDim: 16, numHeads: 2, numEncoderLayers: 1, numDecoderLayers: 1 });
 * const tokens = (row) => tensor([row], { dtype: 'int32' });
 * model.forward(tokens([1, 2, 3, 4]), tokens([1, 5])).shape; // => [1, 2, 30]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export class Seq2SeqTransformer extends Module<
  readonly [source: Tensor, target: Tensor, call?: Seq2SeqCall]
> {
  static override readonly kind: string = 'Seq2SeqTransformer';

  readonly sourceEmbedding: Embedding;
  readonly targetEmbedding: Embedding;
  readonly sourcePositions: SinusoidalPositions | LearnedPositions | undefined;
  readonly targetPositions: SinusoidalPositions | LearnedPositions | undefined;
  readonly dropout: Dropout;
  readonly transformer: Transformer;
  readonly output: Linear | undefined;
  readonly embedDim: number;
  readonly contextLength: number;

  constructor(readonly config: Seq2SeqTransformerConfig) {
    super();
    checkOptions('Seq2SeqTransformer', config, configOptions);
    const { sourceVocabSize, targetVocabSize, contextLength = 512, embedDim = 512, numHeads = 8 } = config;
    const { shared = false, positions = 'sinusoidal', dropout = 0.1, feedForwardDim = 4 * embedDim } = config;
    const { numEncoderLayers = 6, numDecoderLayers = 6, activation = 'relu', normFirst = false } = config;
    const size = headSize('Seq2SeqTransformer', embedDim, numHeads);
    if (shared && sourceVocabSize !== targetVocabSize) {
      throw new ArgumentError('Seq2SeqTransformer', {
        expected: 'one vocabulary for source and target, as it is shared',
        received: `${sourceVocabSize} and ${targetVocabSize} tokens`,
      });
    }
    const embedding = (tokens: number): Embedding => {
      const made = new Embedding(tokens, embedDim);
      initNormal(made.weight, { std: 1 / Math.sqrt(embedDim) }); // so that they are of size 1 when they are multiplied by √E
      return made;
    };
    this.sourceEmbedding = embedding(sourceVocabSize);
    this.targetEmbedding = shared ? this.sourceEmbedding : embedding(targetVocabSize);
    const places = placesOf(positions, contextLength, embedDim);
    this.sourcePositions = places();
    this.targetPositions = places();
    this.dropout = new Dropout(dropout);
    this.transformer = new Transformer(embedDim, numHeads, {
      numEncoderLayers,
      numDecoderLayers,
      feedForwardDim,
      dropout,
      activation,
      normFirst,
      rotary: positions === 'rotary' ? new RotaryPositions(size) : undefined,
    });
    this.output = shared ? undefined : new Linear(embedDim, targetVocabSize);
    this.embedDim = embedDim;
    this.contextLength = contextLength;
  }

  /**
   * Scores of the token after each of the target.
   * @throws {@link ShapeError} if a row is longer than the context; {@link DTypeError} if tokens are not int32, or the mask is not bool;
   * {@link ArgumentError} if a token is known to be out of range.
   */
  override forward(source: Tensor, target: Tensor, call: Seq2SeqCall = {}): Tensor {
    return scoped(() => {
      const memory = this.encode(source, call);
      return this.decode(target, memory, call.sourcePaddingMask);
    });
  }

  /** What the decoder looks at: source int32 `[N, S]` → `[N, S, E]`. */
  encode(source: Tensor, call: Seq2SeqCall = {}): Tensor {
    const { sourcePaddingMask: keyPaddingMask } = checkOptions('Seq2SeqTransformer', call, callOptions);
    const { contextLength, config } = this;
    checkTokens(this.kind, source, { vocabSize: config.sourceVocabSize, contextLength });
    checkPaddingMask(this.kind, keyPaddingMask, source);
    return scoped(() => {
      const x = this.placed(this.sourceEmbedding.forward(source), this.sourcePositions);
      return this.transformer.encoder.forward(x, { keyPaddingMask });
    });
  }

  /** Scores of the token after each of the target, from what `encode` returned. */
  decode(target: Tensor, memory: Tensor, memoryMask?: Tensor): Tensor {
    const { contextLength, config } = this;
    checkTokens(this.kind, target, { vocabSize: config.targetVocabSize, contextLength });
    return scoped(() => {
      const settings = { causal: true, memoryKeyPaddingMask: memoryMask };
      return this.scores(this.transformer.decoder.forward(this.placedTargets(target), memory, settings));
    });
  }

  /** @internal Vectors of target tokens that follow `offset` others, with their positions. */
  placedTargets(target: Tensor, offset = 0): Tensor {
    return this.placed(this.targetEmbedding.forward(target), this.targetPositions, offset);
  }

  /** @internal Logits of hidden states: `[N, L, E]` → `[N, L, V]`. */
  scores(hidden: Tensor): Tensor {
    return this.output
      ? this.output.forward(hidden)
      : matmul(hidden, this.targetEmbedding.weight, { transposeB: true });
  }

  private placed(
    x: Tensor,
    positions: SinusoidalPositions | LearnedPositions | undefined,
    offset = 0,
  ): Tensor {
    const scaled = x.mul(Math.sqrt(this.embedDim));
    return this.dropout.forward(positions ? positions.forward(scaled, { offset }) : scaled);
  }

  /**
   * A model that writes what follows from these sources, for `generate` and `beamSearch` of `@neurona/generation`: prompts, one for each
   * source, begin with the token that begins a target, and are of one length. Keys and values of tokens and source are kept, so that each token is
   * read once. It writes as in evaluation mode.
   * @example
   * const model = new Seq2SeqTransformer({ sourceVocabSize: 12, targetVocabSize: 30, embedDim: 16, numHeads: 2 });
   * const source = tensor([[1, 2, 3, 4]], { dtype: 'int32' });
   * const write = () => beamSearch(model.conditionedOn(source), [1], { beams: 4, stopTokens: [2] });
   */
  conditionedOn(source: Tensor, call: Seq2SeqCall = {}): TokenModel<Seq2SeqState> {
    const { contextLength, config } = this;
    const { decoder } = this.transformer;
    const begin = (tokens: Tensor): Past[] => {
      if (tokens.shape[0] !== source.shape[0]) {
        throw new ShapeError('Seq2SeqTransformer', {
          expected: `a prompt for each of ${source.shape[0]} sources`,
          received: tokens.shape[0],
        });
      }
      const sources = memoryKeyValues(decoder, this.encode(source, call));
      return sources.map((encoder) => ({ encoder, decoder: undefined }));
    };
    const model = {
      vocabSize: config.targetVocabSize,
      contextLength,
      namedModules: () => this.namedModules(),
      nextToken: (
        next: Tensor,
        { state, lengths }: NextTokenCall<Seq2SeqState>,
      ): NextTokenScores<Seq2SeqState> => {
        if (lengths?.some((length) => length !== next.shape[1])) {
          throw new ArgumentError('Seq2SeqTransformer', {
            expected: 'prompts of one length',
            received: lengths,
          });
        }
        const length = state?.length ?? 0;
        checkTokens(this.kind, next, { vocabSize: config.targetVocabSize, contextLength }, length);
        return scoped(() => {
          const past = state?.layers ?? begin(next);
          const memoryMask = state ? state.memoryMask : call.sourcePaddingMask?.clone();
          const { hidden, layers } = decodeAfter(decoder, this.placedTargets(next, length), past, memoryMask);
          const after = { length: length + next.shape[1]!, layers, memoryMask };
          return { logits: this.scores(hidden.select(1, -1)), state: after };
        });
      },
      selectRows: ({ length, layers, memoryMask }: Seq2SeqState, rows: Tensor): Seq2SeqState => {
        return {
          length,
          layers: layers.map(({ decoder: own, encoder }) => ({
            decoder: selectBlockRows(own, rows),
            encoder: selectBlockRows([encoder], rows)[0]!,
          })),
          memoryMask: memoryMask?.indexSelect(0, rows),
        };
      },
    };
    return model;
  }
}

/** What makes the layers of positions. */
function placesOf(
  positions: NonNullable<Seq2SeqTransformerConfig['positions']>,
  contextLength: number,
  embedDim: number,
): () => SinusoidalPositions | LearnedPositions | undefined {
  if (positions === 'sinusoidal') return () => new SinusoidalPositions(embedDim);
  if (positions === 'learned') return () => new LearnedPositions(contextLength, embedDim);
  if (positions === 'rotary') return () => undefined; // they are part of the attention
  throw new ArgumentError('Seq2SeqTransformer', {
    expected: "positions to be 'sinusoidal', 'learned' or 'rotary'",
    received: positions,
  });
}
