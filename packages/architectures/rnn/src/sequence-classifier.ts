// Hochreiter, Schmidhuber, "Long Short-Term Memory", 1997; Schuster, Paliwal, "Bidirectional Recurrent Neural Networks", 1997
//
//     tokens [N, L] or features [N, L, D] → recurrent layers → state at each sequence's own end [N, directions · H] → linear → logits [N, K]
import { checkOptions, type OptionTable } from '@neurona/backend';
import { Linear } from '@neurona/layers';
import { concat, scoped, type Tensor } from '@neurona/tensor';
import type { Lengths, TokenSequences } from './check-sequences.js';
import type { FeatureSequences } from './padded-features.js';
import { hiddenOf } from './recurrent.js';
import { SequenceReader, type SequenceReaderConfig, sequenceReaderOptions } from './sequence-reader.js';

/** Sizes and settings of a {@link SequenceClassifier}. */
export interface SequenceClassifierConfig extends SequenceReaderConfig {
  /** Number of classes. */
  readonly numClasses: number;
}

const configOptions: OptionTable<SequenceClassifierConfig> = { ...sequenceReaderOptions, numClasses: 1 };

/**
 * One class for each sequence, by the state of a recurrent network at its end; in both directions, by those at both ends.
 *
 *     h = cell(x_1 … x_L)        logits = h_L · W + b
 *
 * Shape: tokens int32 `[N, L]`, or features `[N, L, D]` where there is no vocabulary → logits `[N, K]`. Parameters: `embedding.weight`
 * `[V, E]`, `rnn.layers.k` as of `LSTM`, `fc.weight` `[directions · H, K]`, `fc.bias` `[K]`.
 * @param config - `vocabSize` with `embedDim`, or `inputSize`; `hiddenSize`, `numClasses`; `cell` (lstm), `numLayers` (1), `dropout`
 * (0), `bidirectional` (false).
 * @throws {@link ArgumentError} if a size is wrong; in `forward` if a token or length is known to be out of range.
 * @example
 * const model = new SequenceClassifier({ inputSize: 28, hiddenSize: 16, numClasses: 10 });
 * model.forward(ones([8, 28, 28])).shape; // => [8, 10]
 * const short = new SequenceClassifier({ inputSize: 2, hiddenSize: 16, numClasses: 3 });
 * short.forward([[[0.1, 2], [0.3, 4]], [[0.5, 6]]]).shape; // => [2, 3]
 */
export class SequenceClassifier extends SequenceReader {
  static override readonly kind: string = 'SequenceClassifier';

  readonly fc: Linear;

  constructor(config: SequenceClassifierConfig) {
    super(checkOptions('SequenceClassifier', config, configOptions));
    this.fc = new Linear(this.outFeatures, config.numClasses);
  }

  /**
   * Logits of the classes. Padding beyond the lengths, int32 `[N]` or a mask bool `[N, L]`, has no influence. Tokens and
   * features may be rows of any lengths instead, `[[3, 1, 4], [1, 5]]`, a list of features for each step.
   */
  override forward(x: TokenSequences | FeatureSequences, lengths?: Lengths): Tensor {
    return scoped(() => {
      const hidden = hiddenOf(this.read(x, lengths).state); // [numLayers · directions, N, H]
      const last = hidden.select(0, -1);
      const ends = this.config.bidirectional ? concat([hidden.select(0, -2), last], { axis: -1 }) : last;
      return this.fc.forward(this.dropout.forward(ends));
    });
  }
}
