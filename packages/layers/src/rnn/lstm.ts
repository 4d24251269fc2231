import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type LSTMState, lstm, scoped, type Tensor } from '@neurona/tensor';
import {
  type RecurrentCall,
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentOutput,
  recurrentOptions,
} from './recurrent-layer.js';

/** Settings of {@link LSTM}. */
export interface LSTMOptions extends RecurrentOptions {
  /** Size that the hidden state is projected to, less than `hiddenSize`; by default it isn't projected. */
  readonly projectedSize?: number;
}

const lstmOptions: OptionTable<LSTMOptions> = { ...recurrentOptions, projectedSize: undefined };

/**
 * LSTM (long short-term memory) over sequences, with any number of layers, in one or both directions.
 *
 *     i, f, o = σ(x_t W_ih + b_ih + h_{t-1} W_hh + b_hh), g = tanh(the same)        each with its part of the weights
 *     c_t = f · c_{t-1} + i · g        h_t = o · tanh(c_t), times W_hr where it is projected
 *
 * Shape: x `[N, L, inputSize]` → `{ output, state: { hidden, cell } }`: output `[N, L, D · hiddenSize]`, states
 * `[numLayers · D, N, hiddenSize]`, D being 2 where it is bidirectional; without N all of them. Parameters as {@link LSTMCell},
 * in `layers.k` and `reverseLayers.k`, and weightHr `[hiddenSize, projectedSize]` where it is projected.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * const { output, state } = new LSTM(4, 3).forward(ones([8, 5, 4]));
 * [output.shape, state.cell.shape]; // => [[8, 5, 3], [1, 8, 3]]
 * @see Hochreiter, Schmidhuber, "Long Short-Term Memory", 1997
 */
export class LSTM extends RecurrentLayer<LSTMState> {
  static override readonly kind: string = 'LSTM';

  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    checkOptions('LSTM', options, lstmOptions);
    const { projectedSize } = options;
    if (
      projectedSize !== undefined &&
      !(Number.isInteger(projectedSize) && projectedSize >= 1 && projectedSize < hiddenSize)
    ) {
      throw new ArgumentError('LSTM', {
        expected: `a projectedSize from 1 to hiddenSize - 1`,
        received: projectedSize,
        where: `hiddenSize ${hiddenSize}`,
      });
    }
    super(inputSize, hiddenSize, 4, options);
  }

  protected override get hasCell(): boolean {
    return true;
  }

  override forward(x: Tensor, call: RecurrentCall<LSTMState> = {}): RecurrentOutput<LSTMState> {
    return scoped(() => this.runLayers(x, call, lstm));
  }
}
