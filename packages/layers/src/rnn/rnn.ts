import { checkOptions, type OptionTable } from '@neurona/backend';
import { type RNNActivation, rnn, scoped, type Tensor } from '@neurona/tensor';
import {
  type RecurrentCall,
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentOutput,
  recurrentOptions,
} from './recurrent-layer.js';

/** Settings of {@link RNN}. */
export interface RNNOptions extends RecurrentOptions {
  /** Default `tanh`. */
  readonly activation?: RNNActivation;
}

const rnnOptions: OptionTable<RNNOptions> = { ...recurrentOptions, activation: 'tanh' };

/**
 * Elman's recurrent network over sequences, with any number of layers, in one or both directions.
 *
 *     h_t = act(x_t W_ih + b_ih + h_{t-1} W_hh + b_hh)
 *
 * Shape: x `[N, L, inputSize]` → `{ output, state }`: output `[N, L, D · hiddenSize]`, state `[numLayers · D, N, hiddenSize]`, D
 * being 2 where it is bidirectional; without N all of them. Parameters as {@link RNNCell}, in `layers.k` and `reverseLayers.k`.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * const { output, state } = new RNN(4, 3, { numLayers: 2 }).forward(ones([8, 5, 4]));
 * [output.shape, state.shape]; // => [[8, 5, 3], [2, 8, 3]]
 * @see Elman, "Finding Structure in Time", 1990
 */
export class RNN extends RecurrentLayer<Tensor> {
  static override readonly kind: string = 'RNN';

  readonly activation: RNNActivation;

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    checkOptions('RNN', options, rnnOptions);
    super(inputSize, hiddenSize, 1, options);
    this.activation = options.activation ?? 'tanh';
  }

  override forward(x: Tensor, call: RecurrentCall<Tensor> = {}): RecurrentOutput<Tensor> {
    const { activation } = this;
    return scoped(() =>
      this.runLayers(x, call, (steps, weights, options) => rnn(steps, weights, { ...options, activation })),
    );
  }
}
