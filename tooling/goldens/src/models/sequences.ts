import { GRU, Linear, LSTM, Module, mse, RNN } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A recurrent layer over sequences `[N, L, E]`. */
export type Recurrent = RNN | GRU | LSTM;

const cells = { RNN, GRU, LSTM };

/** A recurrent layer by PyTorch's name of its cell. */
export const recurrent = (cell: keyof typeof cells, inputs: number, hidden: number): Recurrent =>
  new cells[cell](inputs, hidden);

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
