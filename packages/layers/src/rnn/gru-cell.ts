import { checkOptions } from '@neurona/backend';
import { gruCell, type Parameter, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import {
  describeCell,
  type RecurrentCellOptions,
  recurrentCellOptions,
  recurrentWeights,
} from './recurrent-weights.js';

/**
 * One step of a GRU (gated recurrent unit).
 *
 *     r, z = σ(x W_ih + b_ih + h W_hh + b_hh)        n = tanh(x W_in + b_in + r · (h W_hn + b_hn))
 *     h' = (1 - z) · n + z · h
 *
 * Shape: x `[N, inputSize]`, hidden `[N, hiddenSize]` (default zeros) → `[N, hiddenSize]`; or all without N. Parameters of the
 * gates r, z, n in a row: weightIh `[inputSize, 3 · hiddenSize]`, weightHh `[hiddenSize, 3 · hiddenSize]`, biasIh and biasHh
 * `[3 · hiddenSize]`, uniform in ±1/√hiddenSize.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * new GRUCell(4, 3).forward(ones([2, 4])).shape; // => [2, 3]
 * @see Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014, arXiv:1406.1078
 */
export class GRUCell extends Module<readonly [x: Tensor, hidden?: Tensor], Tensor> {
  static override readonly kind: string = 'GRUCell';

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
    const weights = recurrentWeights('GRUCell', [inputSize, hiddenSize], 3, options);
    this.weightIh = weights.weightIh;
    this.weightHh = weights.weightHh;
    this.biasIh = weights.biasIh;
    this.biasHh = weights.biasHh;
  }

  override forward(x: Tensor, hidden?: Tensor): Tensor {
    return gruCell(x, hidden, this);
  }

  override describe(): string {
    return describeCell(this.inputSize, this.hiddenSize, this.biasIh !== undefined);
  }
}
