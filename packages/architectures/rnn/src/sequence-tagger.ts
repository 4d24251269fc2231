// Graves, Schmidhuber, "Framewise Phoneme Classification with Bidirectional LSTM", 2005; Schuster, Paliwal, "Bidirectional Recurrent Neural Networks", 1997
//
//     tokens [N, L] or features [N, L, D] → recurrent layers → outputs [N, L, directions · H] → linear → logits [N, L, K]
import { checkOptions, type OptionTable } from '@neurona/backend';
import { Linear } from '@neurona/layers';
import { scoped, type Tensor } from '@neurona/tensor';
import type { Lengths, TokenSequences } from './check-sequences.js';
import type { FeatureSequences } from './padded-features.js';
import { SequenceReader, type SequenceReaderConfig, sequenceReaderOptions } from './sequence-reader.js';

/** Sizes and settings of a {@link SequenceTagger}. */
export interface SequenceTaggerConfig extends SequenceReaderConfig {
  /** Number of tags. */
  readonly numTags: number;
}

const configOptions: OptionTable<SequenceTaggerConfig> = { ...sequenceReaderOptions, numTags: 1 };

/**
 * A tag for each step of a sequence, by a recurrent network that has read what comes before it and, in both directions, what comes after.
 *
 *     h_t = [ahead_t, back_t]        logits_t = h_t · W + b
 *
 * Shape: tokens int32 `[N, L]`, or features `[N, L, D]` where there is no vocabulary → logits `[N, L, K]`. Parameters: `embedding.weight`
 * `[V, E]`, `rnn.layers.k` and `rnn.reverseLayers.k` as of `LSTM`, `fc.weight` `[directions · H, K]`, `fc.bias` `[K]`.
 * @param config - `vocabSize` with `embedDim`, or `inputSize`; `hiddenSize`, `numTags`; `cell` (lstm), `numLayers` (1), `dropout`
 * (0), `bidirectional` (true).
 * @throws {@link ArgumentError} if a size is wrong; in `forward` if a token or length is known to be out of range.
 * @example
 * const model = new SequenceTagger({ vocabSize: 50, hiddenSize: 16, numTags: 5 });
 * model.forward(tensor([[3, 1, 4], [1, 5, 0]], { dtype: 'int32' }), [3, 2]).shape; // => [2, 3, 5]
 * @see Schuster, Paliwal, "Bidirectional Recurrent Neural Networks", 1997
 */
export class SequenceTagger extends SequenceReader {
  static override readonly kind: string = 'SequenceTagger';

  readonly fc: Linear;

  constructor(config: SequenceTaggerConfig) {
    super({ bidirectional: true, ...checkOptions('SequenceTagger', config, configOptions) });
    this.fc = new Linear(this.outFeatures, config.numTags);
  }

  /**
   * Logits of the tags. Padding beyond the lengths, int32 `[N]` or a mask bool `[N, L]`, has no influence; in the loss its targets are
   * ignored by `ignoreIndex`. Tokens and features may be rows of any lengths instead.
   */
  override forward(x: TokenSequences | FeatureSequences, lengths?: Lengths): Tensor {
    return scoped(() => this.fc.forward(this.dropout.forward(this.read(x, lengths).output)));
  }
}
