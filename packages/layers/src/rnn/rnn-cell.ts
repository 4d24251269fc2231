import { checkOptions, type OptionTable } from '@neurona/backend';
import { type Parameter, type RNNActivation, rnnCell, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import {
  describeCell,
  type RecurrentCellOptions,
  recurrentCellOptions,
  recurrentWeights,
} from './recurrent-weights.js';

/** Settings of {@link RNNCell}. */
export interface RNNCellOptions extends RecurrentCellOptions {
  /** Default `tanh`. */
  readonly activation?: RNNActivation;
}

const rnnCellOptions: OptionTable<RNNCellOptions> = { ...recurrentCellOptions, activation: 'tanh' };

/**
 * One step of Elman's recurrent network.
 *
 *     h' = act(x W_ih + b_ih + h W_hh + b_hh)
 *
 * Shape: x `[N, inputSize]`, hidden `[N, hiddenSize]` (default zeros) → `[N, hiddenSize]`; or all without N. Parameters: weightIh
 * `[inputSize, hiddenSize]`, weightHh `[hiddenSize, hiddenSize]`, biasIh and biasHh `[hiddenSize]`, uniform in ±1/√hiddenSize.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * new RNNCell(4, 3).forward(ones([2, 4])).shape; // => [2, 3]
 * @see Elman, "Finding Structure in Time", 1990
 */
export class RNNCell extends Module<readonly [x: Tensor, hidden?: Tensor], Tensor> {
  static override readonly kind: string = 'RNNCell';

  readonly weightIh: Parameter;
  readonly weightHh: Parameter;
  readonly biasIh: Parameter | undefined;
  readonly biasHh: Parameter | undefined;
  readonly activation: RNNActivation;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: RNNCellOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, rnnCellOptions);
    const weights = recurrentWeights('RNNCell', [inputSize, hiddenSize], 1, options);
    this.weightIh = weights.weightIh;
    this.weightHh = weights.weightHh;
    this.biasIh = weights.biasIh;
    this.biasHh = weights.biasHh;
    this.activation = options.activation ?? 'tanh';
  }

  override forward(x: Tensor, hidden?: Tensor): Tensor {
    return rnnCell(x, hidden, this, { activation: this.activation });
  }

  override describe(): string {
    const activation = this.activation === 'tanh' ? '' : `, activation: ${this.activation}`;
    return describeCell(this.inputSize, this.hiddenSize, this.biasIh !== undefined) + activation;
  }
}
