import { ArgumentError, type OptionTable } from '@neurona/backend';
import { GRU, LSTM, RNN } from '@neurona/layers';
import { isTensor, type LSTMState, type Tensor } from '@neurona/tensor';

/** A kind of recurrent layer: Elman's, a gated one with one state, or one with a memory beside it. */
export type RecurrentCellName = 'rnn' | 'gru' | 'lstm';

/** What a recurrent layer remembers, `[numLayers · directions, N, H]`; of an LSTM two such tensors. */
export type RecurrentState = Tensor | LSTMState;

/** Outputs of a sequence model, and the state after the last step. */
export interface OutputsWithState<Outputs = Tensor> {
  readonly output: Outputs;
  readonly state: RecurrentState;
}

/** @internal A recurrent layer of any kind. */
export type AnyRecurrent = RNN | GRU | LSTM;

/** Settings of the recurrent layers inside a model. */
export interface RecurrentStackOptions {
  /** Kind of the layers, default `lstm`. */
  readonly cell?: RecurrentCellName;
  /** Number of layers, default 1. */
  readonly numLayers?: number;
  /** Probability with which values between layers are dropped in training, default 0. */
  readonly dropout?: number;
}

/** @internal */
export const recurrentStackOptions: OptionTable<RecurrentStackOptions> = {
  cell: 'lstm',
  numLayers: 1,
  dropout: 0,
};

const kinds = { rnn: RNN, gru: GRU, lstm: LSTM };

/** @internal The layers of a model. */
export function makeRecurrent(
  subject: string,
  inputSize: number,
  hiddenSize: number,
  options: RecurrentStackOptions & { readonly bidirectional?: boolean },
): AnyRecurrent {
  const { cell = 'lstm', numLayers = 1, dropout = 0, bidirectional = false } = options;
  if (!Object.hasOwn(kinds, cell)) {
    throw new ArgumentError(subject, {
      expected: `cell to be ${Object.keys(kinds).join(', ')}`,
      received: cell,
    });
  }
  return new kinds[cell](inputSize, hiddenSize, { numLayers, dropout, bidirectional });
}

/** @internal Runs layers of any kind. */
export function runRecurrent(
  layers: AnyRecurrent,
  x: Tensor,
  call: {
    readonly state?: RecurrentState | undefined;
    readonly lengths?: Tensor | readonly number[] | undefined;
  },
): OutputsWithState {
  return (layers as LSTM).forward(x, call as Parameters<LSTM['forward']>[1]);
}

/** @internal The hidden state, without the memory of an LSTM. */
export const hiddenOf = (state: RecurrentState): Tensor => (isTensor(state) ? state : state.hidden);

/** @internal A state with each of its tensors changed. */
export const mapState = (state: RecurrentState, change: (x: Tensor) => Tensor): RecurrentState =>
  isTensor(state) ? change(state) : { hidden: change(state.hidden), cell: change(state.cell) };
