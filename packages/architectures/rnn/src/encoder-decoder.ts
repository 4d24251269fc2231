// Sutskever, Vinyals, Le, "Sequence to Sequence Learning with Neural Networks", 2014; Bahdanau, Cho, Bengio, "Neural Machine Translation
// by Jointly Learning to Align and Translate", 2015; Luong, Pham, Manning, "Effective Approaches to Attention-based Neural Machine
// Translation", 2015
//
//     source [N, S] → embedding → recurrent layers, both directions → memory [N, S, H], final states
//     target [N, T] → embedding → recurrent layers from these states, attending to the memory → h̃ [N, T, H] → logits [N, T, V]
//
// The decoder begins with the encoder's last states, those of both directions beside each other; Bahdanau maps that of one by a layer.
// Logits are computed from Luong's h̃ in both; Bahdanau has a maxout layer there. Luong's input feeding is left out.
import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import type { NextTokenCall, NextTokenScores, TokenModel } from '@neurona/generation';
import { type AttentionMemory, Dropout, Linear, Module } from '@neurona/layers';
import { scoped, type Tensor, tensor } from '@neurona/tensor';
import {
  checkLengths,
  checkRows,
  checkTokens,
  isInside,
  type Lengths,
  paddedTokens,
  type TokenSequences,
} from './check-sequences.js';
import {
  hiddenOf,
  mapState,
  type RecurrentStackOptions,
  type RecurrentState,
  recurrentStackOptions,
} from './recurrent.js';
import {
  BahdanauDecoder,
  type DecoderConfig,
  type DecoderOutput,
  LuongDecoder,
  PlainDecoder,
  type RecurrentDecoder,
} from './recurrent-decoder.js';
import { SequenceEncoder } from './sequence-encoder.js';

/** How a decoder looks at the source: Bahdanau's additive attention, Luong's by products, or not at all. */
export type DecoderAttention = 'additive' | 'dot' | 'general' | 'none';

/** Sizes and settings of an {@link EncoderDecoder}. */
export interface EncoderDecoderConfig extends RecurrentStackOptions {
  /** Number of tokens of the sources. */
  readonly sourceVocabSize: number;
  /** Number of tokens of the targets. */
  readonly targetVocabSize: number;
  /** Size of the decoder's state, and of what the encoder says about each token: of two directions each has half of it. */
  readonly hiddenSize: number;
  /** Size of the vectors of tokens, default `hiddenSize`. */
  readonly embedDim?: number;
  /** Default `additive`. */
  readonly attention?: DecoderAttention;
  /** Whether sources are read from the end too, default true. */
  readonly bidirectional?: boolean;
}

const configOptions: OptionTable<EncoderDecoderConfig> = {
  ...recurrentStackOptions,
  sourceVocabSize: 1,
  targetVocabSize: 1,
  hiddenSize: 1,
  embedDim: 1,
  attention: 'additive',
  bidirectional: true,
};

const decoders: Readonly<Record<DecoderAttention, (config: DecoderConfig) => RecurrentDecoder>> = {
  additive: (config) => new BahdanauDecoder(config),
  dot: (config) => new LuongDecoder({ ...config, score: 'dot' }),
  general: (config) => new LuongDecoder({ ...config, score: 'general' }),
  none: (config) => new PlainDecoder(config),
};

/** What an {@link EncoderDecoder} knows between two target tokens. */
export interface EncoderDecoderState {
  /** What the encoder says about the source tokens; undefined without attention. */
  readonly memory: AttentionMemory | undefined;
  /** The decoder's state. */
  readonly state: RecurrentState;
}

/** Logits, and where the decoder looked. */
export interface LogitsWithWeights {
  /** Logits of the token after each target token, `[N, T, V]`. */
  readonly output: Tensor;
  /** How much each target step attends to each source token, `[N, T, S]`; undefined without attention. */
  readonly weights: Tensor | undefined;
}

/**
 * A recurrent network that reads a sequence and writes another: translation, transliteration, normalisation. It trains by teacher forcing:
 * the decoder reads the target and scores each next token.
 *
 *     memory, s_0 = encoder(source)
 *     additive:        c_t = attend(s_{t-1}, memory), s_t = cell([token_t; c_t], s_{t-1})
 *     dot, general:    s_t = cell(token_t, s_{t-1}), c_t = attend(s_t, memory)
 *     logits_t = W tanh(W_c [c_t; s_t]) + b        P(token_{t+1} | source, target so far) = softmax(logits_t)
 *
 * Shape: source tokens int32 `[N, S]` and target tokens int32 `[N, T]`, or rows of any lengths → logits `[N, T, V]`. Parameters:
 * `encoder.embedding.weight`, `encoder.rnn` as of `LSTM`, `decoder.embedding.weight`, `decoder.rnn`, `decoder.attention` as of
 * `AdditiveAttention` or `MultiplicativeAttention`, `decoder.combine.weight` W_c `[2 · H, H]`, `fc.weight` `[H, V]`, `fc.bias` `[V]`.
 * @param config - `sourceVocabSize`, `targetVocabSize`, `hiddenSize`; `embedDim` (hiddenSize), `attention` (additive), `bidirectional`
 * (true), `cell` (lstm), `numLayers` (1), `dropout` (0).
 * @throws {@link ArgumentError} if a size is wrong; in `forward` if a token or length is known to be out of range.
 * @example
 * const model = new EncoderDecoder({ sourceVocabSize: 40, targetVocabSize: 12, hiddenSize: 16 });
 * const targets = [[1, 5, 7], [1, 4]]; // each begins with the token that begins a text
 * model.forward([[3, 14, 15, 9], [26, 5]], targets).shape; // => [2, 3, 12]
 * @see Bahdanau, Cho, Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2015, arXiv:1409.0473
 * @see Luong, Pham, Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015, arXiv:1508.04025
 */
export class EncoderDecoder extends Module<
  readonly [source: TokenSequences, target: TokenSequences, lengths?: Lengths]
> {
  static override readonly kind: string = 'EncoderDecoder';

  readonly encoder: SequenceEncoder;
  readonly decoder: RecurrentDecoder;
  readonly dropout: Dropout;
  readonly fc: Linear;

  constructor(readonly config: EncoderDecoderConfig) {
    super();
    checkOptions('EncoderDecoder', config, configOptions);
    const { sourceVocabSize, targetVocabSize, hiddenSize, embedDim = hiddenSize } = config;
    const { attention = 'additive', bidirectional = true, cell, numLayers, dropout = 0 } = config;
    if (!Object.hasOwn(decoders, attention)) {
      throw new ArgumentError('EncoderDecoder', {
        expected: `attention to be ${Object.keys(decoders).join(', ')}`,
        received: attention,
      });
    }
    if (bidirectional && hiddenSize % 2 !== 0) {
      throw new ArgumentError('EncoderDecoder', {
        expected: 'an even hiddenSize, as each direction of the encoder has half of it',
        received: hiddenSize,
        hint: 'Or pass { bidirectional: false }.',
      });
    }
    const stack = { ...(cell && { cell }), ...(numLayers !== undefined && { numLayers }), dropout, embedDim };
    this.encoder = new SequenceEncoder({
      ...stack,
      vocabSize: sourceVocabSize,
      hiddenSize: bidirectional ? hiddenSize / 2 : hiddenSize,
      bidirectional,
    });
    this.decoder = decoders[attention]({ ...stack, vocabSize: targetVocabSize, hiddenSize });
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(hiddenSize, targetVocabSize);
  }

  /**
   * Logits of the token after each target token. Padding of sources beyond their lengths, int32 `[N]`, has no influence; that of targets
   * comes after what counts, and in the loss it is ignored by `ignoreIndex`. Both may be rows of any lengths.
   */
  override forward(source: TokenSequences, target: TokenSequences, lengths?: Lengths): Tensor {
    return scoped(() => this.forwardWithWeights(source, target, lengths).output);
  }

  /**
   * The same with the attention weights.
   * @example
   * const model = new EncoderDecoder({ sourceVocabSize: 40, targetVocabSize: 12, hiddenSize: 16, attention: 'general' });
   * const target = tensor([[1, 5, 7]], { dtype: 'int32' });
   * model.forwardWithWeights([[3, 14, 15, 9]], target).weights.shape; // => [1, 3, 4]
   */
  forwardWithWeights(source: TokenSequences, target: TokenSequences, lengths?: Lengths): LogitsWithWeights {
    return scoped(() => {
      const { tokens } = paddedTokens(this.kind, target, undefined, this.config.targetVocabSize);
      const { features, weights } = this.decode(tokens, this.encode(source, lengths));
      return { output: this.scores(features), weights };
    });
  }

  /** Reads sources: what the decoder begins with. The keys of the attention are projected here, once. */
  encode(source: TokenSequences, lengths?: Lengths): EncoderDecoderState {
    return scoped(() => {
      const padded = paddedTokens(this.encoder.kind, source, lengths, this.config.sourceVocabSize);
      const { output, state } = this.encoder.forward(padded.tokens, padded.lengths);
      const keyPaddingMask = padded.lengths && isInside(padded.lengths, output);
      return { memory: this.decoder.attention?.prepare(output, { keyPaddingMask }), state };
    });
  }

  /**
   * What writes the targets of some sources, for `generate`, `generateText` and `beamSearch` of `@neurona/generation`, with a prompt for each
   * source: the token that begins a text.
   * @param sources - A row of tokens for each source, of any lengths.
   * @throws {@link ArgumentError} that says which source is empty or has a token out of range.
   * @example
   * const model = new EncoderDecoder({ sourceVocabSize: 40, targetVocabSize: 12, hiddenSize: 16 });
   * const [best] = await beamSearch(model.conditionedOn([[3, 14, 15, 9]]), [1], { beams: 2, maxNewTokens: 5 });
   * best.tokens.length; // => 5
   */
  conditionedOn(
    sources: readonly ArrayLike<number>[],
  ): TokenModel<EncoderDecoderState> & Pick<Module, 'namedModules'> {
    checkRows(this.encoder.kind, sources, this.config.sourceVocabSize);
    return {
      vocabSize: this.config.targetVocabSize,
      nextToken: (tokens, call) => this.nextToken(sources, tokens, call),
      selectRows: ({ memory, state }, rows) => ({
        memory: memory && {
          keys: memory.keys.indexSelect(0, rows),
          values: memory.values.indexSelect(0, rows),
          mask: memory.mask?.indexSelect(0, rows),
        },
        state: mapState(state, (x) => x.indexSelect(1, rows)),
      }),
      namedModules: () => this.namedModules(), // layers are in evaluation mode while it is called
    };
  }

  private nextToken(
    sources: readonly ArrayLike<number>[],
    tokens: Tensor,
    { state: before, lengths }: NextTokenCall<EncoderDecoderState>,
  ): NextTokenScores<EncoderDecoderState> {
    return scoped(() => {
      const from = before ?? this.encode(sources);
      const { features, state } = this.decode(tokens, from, lengths);
      const last = lengths ? lastSteps(features, lengths) : features.select(1, -1); // [N, H]
      return { logits: this.scores(last), state: { memory: from.memory, state } };
    });
  }

  private decode(
    tokens: Tensor,
    from: EncoderDecoderState,
    lengths?: readonly number[] | undefined,
  ): DecoderOutput {
    checkTokens(this.kind, tokens, this.config.targetVocabSize);
    checkLengths(this.kind, lengths, tokens.shape);
    const count = hiddenOf(from.state).shape[1]!;
    if (tokens.shape[0] === count) return this.decoder.forward(tokens, { ...from, lengths });
    throw new ShapeError(this.kind, {
      expected: `target tokens for each of ${count} sources, [${count}, T]`,
      received: describeShape(tokens.shape),
    });
  }

  /** Logits of features `[..., H]`. */
  private scores(features: Tensor): Tensor {
    return this.fc.forward(this.dropout.forward(features));
  }
}

/** Features `[N, L, H]` at the end of each row. */
function lastSteps(features: Tensor, lengths: readonly number[]): Tensor {
  const [batch, count, size] = features.shape as [number, number, number];
  const last = tensor(Int32Array.from(lengths, (length, i) => i * count + length - 1));
  return features.reshape([batch * count, size]).indexSelect(0, last);
}
