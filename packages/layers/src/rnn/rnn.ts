import { type RNNActivation, rnn, type SequenceFunctionOptions, scoped, type Tensor } from '@neurona/tensor';
import {
  type DirectionResult,
  type LayerStates,
  type RecurrentCall,
  type RecurrentDirection,
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentOutput,
} from './recurrent-layer.js';

/** Settings of {@link RNN}. */
export interface RNNLayerOptions extends RecurrentOptions {
  /** Default `tanh`. */
  readonly activation?: RNNActivation;
}

/**
 * Elman's recurrent network over sequences, of several layers and in both directions if wanted.
 *
 *     h_t = act(x_t W_ih + b_ih + h_{t-1} W_hh + b_hh)
 *
 * Shape: x `[N, L, inputSize]` → `{ output, state }`: output `[N, L, D · hiddenSize]`, state `[numLayers · D, N, hiddenSize]`, D
 * being 2 where it is bidirectional; without N all of them. Parameters as {@link RNNCell}, in `layers.k` and `reverseLayers.k`.
 * @throws {@link ArgumentError} if a size is not a whole number of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * const { output, state } = new RNN(4, 3, { numLayers: 2 }).forward(ones([8, 5, 4]));
 * [output.shape, state.shape]; // => [[8, 5, 3], [2, 8, 3]]
 * @see Elman, "Finding Structure in Time", 1990
 */
export class RNN extends RecurrentLayer<Tensor> {
  readonly activation: RNNActivation;

  constructor(inputSize: number, hiddenSize: number, options: RNNLayerOptions = {}) {
    super('RNN', inputSize, hiddenSize, 1, options);
    this.activation = options.activation ?? 'tanh';
  }

  override forward(x: Tensor, call: RecurrentCall<Tensor> = {}): RecurrentOutput<Tensor> {
    return scoped(() => {
      const { output, hidden } = this.runLayers(x, { hidden: call.state }, call.lengths);
      return { output, state: hidden };
    });
  }

  protected override run(
    x: Tensor,
    weights: RecurrentDirection,
    { hidden }: LayerStates,
    options: SequenceFunctionOptions,
  ): DirectionResult {
    const { output, state } = rnn(x, weights, { ...options, state: hidden, activation: this.activation });
    return { output, hidden: state };
  }
}
