import { crossEntropy, Embedding, GRU, Linear, LSTM, Module, mse, RNN } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';

/** A recurrent layer over sequences `[N, L, E]`. */
export type Recurrent = RNN | GRU | LSTM;

const cells = { RNN, GRU, LSTM };

/** A recurrent layer by PyTorch's name of its cell. */
export const recurrent = (
  cell: keyof typeof cells,
  inputs: number,
  hidden: number,
  options: { readonly numLayers?: number; readonly bidirectional?: boolean } = {},
): Recurrent => new cells[cell](inputs, hidden, options);

/** Tokens, a recurrent layer, and a linear map of its last hidden states. */
export class RNNClassifier extends Module<readonly [Tensor, Tensor]> {
  readonly embedding: Embedding;
  readonly fc: Linear;

  constructor(
    vocab: number,
    dim: number,
    readonly rnn: Recurrent,
    { hidden, classes, directions }: { hidden: number; classes: number; directions: 1 | 2 },
  ) {
    super();
    this.embedding = new Embedding(vocab, dim);
    this.fc = new Linear(hidden * directions, classes);
    this.directions = directions;
  }

  readonly directions: 1 | 2;

  override forward(tokens: Tensor, targets: Tensor): Tensor {
    const { state } = this.rnn.forward(this.embedding.forward(tokens));
    const hidden = 'hidden' in state ? (state.hidden as Tensor) : state; // [numLayers · directions, N, H]
    const last = hidden.shape[0]! - 1;
    const features =
      this.directions === 1
        ? hidden.select(0, last)
        : concat([hidden.select(0, last - 1), hidden.select(0, last)], { axis: -1 });
    return crossEntropy(this.fc.forward(features), targets);
  }
}

/** A recurrent layer, and a linear map at each step. */
export class SequenceRegressor extends Module<readonly [Tensor, Tensor]> {
  readonly fc: Linear;

  constructor(
    features: number,
    hidden: number,
    readonly rnn: Recurrent,
  ) {
    super();
    this.fc = new Linear(hidden, features);
  }

  override forward(x: Tensor, y: Tensor): Tensor {
    return mse(this.fc.forward(this.rnn.forward(x).output), y);
  }
}
