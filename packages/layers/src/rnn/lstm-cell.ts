import { checkOptions } from '@neurona/backend';
import { type LSTMState, lstmCell, type Parameter, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import {
  describeCell,
  type RecurrentCellOptions,
  recurrentCellOptions,
  recurrentWeights,
} from './recurrent-weights.js';

/**
 * One step of an LSTM (long short-term memory).
 *
 *     i, f, o = σ(x W_ih + b_ih + h W_hh + b_hh), g = tanh(the same)        each with its part of the weights
 *     c' = f · c + i · g        h' = o · tanh(c')
 *
 * Shape: x `[N, inputSize]`, state `{ hidden, cell }` of `[N, hiddenSize]` each (default zeros) → state; or all without N.
 * Parameters of the gates i, f, g, o in a row: weightIh `[inputSize, 4 · hiddenSize]`, weightHh `[hiddenSize, 4 · hiddenSize]`,
 * biasIh and biasHh `[4 · hiddenSize]`, uniform in ±1/√hiddenSize.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * const { hidden, cell } = new LSTMCell(4, 3).forward(ones([2, 4]));
 * [hidden.shape, cell.shape]; // => [[2, 3], [2, 3]]
 * @see Hochreiter, Schmidhuber, "Long Short-Term Memory", 1997
 */
export class LSTMCell extends Module<readonly [x: Tensor, state?: LSTMState], LSTMState> {
  static override readonly kind: string = 'LSTMCell';

  readonly weightIh: Parameter;
  readonly weightHh: Parameter;
  readonly biasIh: Parameter | undefined;
  readonly biasHh: Parameter | undefined;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: RecurrentCellOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, recurrentCellOptions);
    const weights = recurrentWeights('LSTMCell', [inputSize, hiddenSize], 4, options);
    this.weightIh = weights.weightIh;
    this.weightHh = weights.weightHh;
    this.biasIh = weights.biasIh;
    this.biasHh = weights.biasHh;
  }

  override forward(x: Tensor, state?: LSTMState): LSTMState {
    return lstmCell(x, state, this);
  }

  override describe(): string {
    return describeCell(this.inputSize, this.hiddenSize, this.biasIh !== undefined);
  }
}
