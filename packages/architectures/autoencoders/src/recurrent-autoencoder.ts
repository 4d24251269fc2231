// Srivastava, Mansimov, Salakhutdinov, "Unsupervised Learning of Video Representations using LSTMs", 2015, arXiv:1502.04681
//
//     x [N, L, D] → recurrent layer → its last state [N, H] → linear → code [N, codeSize]
//     → the code at each step [N, L, codeSize] → recurrent layer [N, L, H] → linear [N, L, D]
//
// Departures from the paper: the code is repeated as the input of each step, in the order of the sequence.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { GRU, Linear, LSTM, Module, RepeatVector, RNN, Sequential } from '@neurona/layers';
import { isTensor, scoped, type Tensor } from '@neurona/tensor';
import { type AutoencoderActivation, activationsOf } from './activations.js';
import { Autoencoder } from './autoencoder.js';
import { type CorruptionOptions, corruptionOptions } from './corruption.js';

/** Sizes and settings of a {@link RecurrentAutoencoder}. */
export interface RecurrentAutoencoderConfig extends CorruptionOptions {
  /** Features of each step. */
  readonly inputSize: number;
  /** Number of steps of a sequence. */
  readonly length: number;
  /** Size of the state. */
  readonly hiddenSize: number;
  /** Length of the code. */
  readonly codeSize: number;
  /** Kind of the recurrent layers, default `lstm`. */
  readonly cell?: 'rnn' | 'gru' | 'lstm';
  /** What follows the last layer, default `none`. */
  readonly output?: AutoencoderActivation;
}

const recurrentOptions: OptionTable<RecurrentAutoencoderConfig> = {
  ...corruptionOptions,
  inputSize: 28,
  length: 28,
  hiddenSize: 100,
  codeSize: 30,
  cell: 'lstm',
  output: 'none',
};

const cells = { rnn: RNN, gru: GRU, lstm: LSTM };

/** A sequence into a vector: the state after the last step, mapped to the code. */
class SequenceToVector extends Module {
  static override readonly kind: string = 'SequenceToVector';

  constructor(
    readonly rnn: RNN | GRU | LSTM,
    readonly fc: Linear,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => {
      const { state } = this.rnn.forward(x);
      const hidden = isTensor(state) ? state : state.hidden; // [1, N, H]
      return this.fc.forward(hidden.select(0, 0));
    });
  }
}

/**
 * A sequence into a vector, and the vector into the sequence.
 *
 *     h = cell(x_1 … x_L)        code = h · W + b        x̂_1 … x̂_L = output(cell(code, …, code) · V + c)
 *
 * Shape: x `[N, length, inputSize]` → same shape; code `[N, codeSize]`.
 * @param config - `inputSize`, `length`, `hiddenSize`, `codeSize`; `cell` (lstm), `output` (none), `noise` (0), `dropout` (0).
 * @throws {@link ArgumentError} if a size is no integer of at least 1, or a name is unknown.
 * @example
 * const model = new RecurrentAutoencoder({ inputSize: 28, length: 28, hiddenSize: 64, codeSize: 30 });
 * model.encode(ones([4, 28, 28])).shape; // => [4, 30]
 * model.forward(ones([4, 28, 28])).shape; // => [4, 28, 28]
 * @see Srivastava, Mansimov, Salakhutdinov, "Unsupervised Learning of Video Representations using LSTMs", 2015
 */
export class RecurrentAutoencoder extends Autoencoder {
  static override readonly kind: string = 'RecurrentAutoencoder';

  constructor(config: RecurrentAutoencoderConfig) {
    checkOptions('RecurrentAutoencoder', config, recurrentOptions);
    const { inputSize, length, hiddenSize, codeSize, cell = 'lstm', output = 'none' } = config;
    for (const [name, value] of Object.entries({ inputSize, length, hiddenSize, codeSize }))
      checkCount('RecurrentAutoencoder', name, value);
    if (!Object.hasOwn(cells, cell)) {
      throw new ArgumentError('RecurrentAutoencoder', {
        expected: `cell to be ${Object.keys(cells).join(', ')}`,
        received: cell,
      });
    }
    const encoder = new SequenceToVector(
      new cells[cell](inputSize, hiddenSize),
      new Linear(hiddenSize, codeSize),
    );
    const decoder = new Sequential(
      new RepeatVector(length),
      new cells[cell](codeSize, hiddenSize),
      new Linear(hiddenSize, inputSize),
      ...activationsOf('RecurrentAutoencoder', 'output', output),
    );
    const { noise = 0, dropout = 0 } = config;
    super(encoder, decoder, { codeShape: [codeSize], noise, dropout });
  }
}
