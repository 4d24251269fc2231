import { checkOptions } from '@neurona/backend';
import { gru, scoped, type Tensor } from '@neurona/tensor';
import {
  type RecurrentCall,
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentOutput,
  recurrentOptions,
} from './recurrent-layer.js';

/**
 * GRU (gated recurrent unit) over sequences, with any number of layers, in one or both directions.
 *
 *     r, z = σ(x_t W_ih + b_ih + h_{t-1} W_hh + b_hh)        n = tanh(x_t W_in + b_in + r · (h_{t-1} W_hn + b_hn))
 *     h_t = (1 - z) · n + z · h_{t-1}
 *
 * Shape: x `[N, L, inputSize]` → `{ output, state }`: output `[N, L, D · hiddenSize]`, state `[numLayers · D, N, hiddenSize]`, D
 * being 2 where it is bidirectional; without N all of them. Parameters as {@link GRUCell}, in `layers.k` and `reverseLayers.k`.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * const { output } = new GRU(4, 3, { bidirectional: true }).forward(ones([8, 5, 4]), { lengths: [5, 5, 5, 4, 4, 3, 2, 1] });
 * output.shape; // => [8, 5, 6]
 * @see Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014, arXiv:1406.1078
 */
export class GRU extends RecurrentLayer<Tensor> {
  static override readonly kind: string = 'GRU';

  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    checkOptions('GRU', options, recurrentOptions);
    super(inputSize, hiddenSize, 3, options);
  }

  override forward(x: Tensor, call: RecurrentCall<Tensor> = {}): RecurrentOutput<Tensor> {
    return scoped(() => this.runLayers(x, call, gru));
  }
}
