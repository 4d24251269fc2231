import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add } from '../elementwise/binary.js';
import type { CellStep } from './composed-recurrence.js';
import type { RecurrentResult } from './gru.js';
import {
  type RecurrentWeights,
  runCell,
  runSequence,
  type SequenceFunctionOptions,
  sequenceOptions,
} from './sequence.js';

/** Activation of an Elman network. */
export type RNNActivation = 'tanh' | 'relu';

/** Settings of {@link rnnCell}. */
export interface RNNCellFunctionOptions {
  /** Default `tanh`. */
  readonly activation?: RNNActivation | undefined;
}

const rnnCellOptions: OptionTable<RNNCellFunctionOptions> = { activation: 'tanh' };

/** Settings of {@link rnn}. */
export interface RNNFunctionOptions extends SequenceFunctionOptions, RNNCellFunctionOptions {
  /** The hidden state before the first step, default zeros. */
  readonly state?: Tensor | undefined;
}

const rnnOptions: OptionTable<RNNFunctionOptions> = {
  ...sequenceOptions,
  ...rnnCellOptions,
  state: undefined,
};

function checkActivation(subject: string, { activation = 'tanh' }: RNNCellFunctionOptions): RNNActivation {
  if (activation === 'tanh' || activation === 'relu') return activation;
  throw new ArgumentError(subject, { expected: "activation to be 'tanh' or 'relu'", received: activation });
}

/** The equation of {@link rnn}, where a backend has no kernel of a whole step, and for second derivatives. */
const rnnSteps: Readonly<Record<RNNActivation, CellStep>> = {
  tanh: (input, recurrent) => ({ hidden: add(input, recurrent).tanh() }),
  relu: (input, recurrent) => ({ hidden: add(input, recurrent).relu() }),
};

/**
 * Elman's recurrent network over whole sequences: one layer, one direction.
 *
 *     h_t = act(x_t W_ih + b_ih + h_{t-1} W_hh + b_hh)
 *
 * Shape: x `[N, L, E]` → output `[N, L, H]`, state `[N, H]`.
 * @param x - Sequences.
 * @param weights - See {@link RecurrentWeights}.
 * @param options - `activation` (`tanh`), `state`, `lengths` of padded sequences, `reverse` (false).
 * @throws {@link ShapeError} if a shape doesn't fit; {@link ArgumentError} if a length is not from 0 to L.
 * @example
 * const weights = { weightIh: ones([1, 1]), weightHh: ones([1, 1]) };
 * await rnn(ones([1, 3, 1]), weights, { activation: 'relu' }).output.data(); // => [1, 2, 3]
 * @see Elman, "Finding Structure in Time", 1990
 */
export function rnn(x: Tensor, weights: RecurrentWeights, options: RNNFunctionOptions = {}): RecurrentResult {
  checkOptions('rnn', options, rnnOptions);
  const kind = checkActivation('rnn', options);
  return scoped(() => {
    const call = { subject: 'rnn', kind, step: rnnSteps[kind], x, hidden: options.state, weights } as const;
    const { output, hidden } = runSequence(call, options);
    return { output, state: hidden };
  });
}

/**
 * One step of Elman's recurrent network.
 *
 * Shape: x `[N, E]` → hidden state `[N, H]`; without N both.
 * @throws {@link ShapeError} if a shape doesn't fit.
 * @example
 * const weights = { weightIh: ones([1, 1]), weightHh: ones([1, 1]) };
 * await rnnCell(ones([1, 1]), ones([1, 1]), weights, { activation: 'relu' }).data(); // => [2]
 */
export function rnnCell(
  x: Tensor,
  hidden: Tensor | undefined,
  weights: RecurrentWeights,
  options: RNNCellFunctionOptions = {},
): Tensor {
  checkOptions('rnnCell', options, rnnCellOptions);
  const kind = checkActivation('rnnCell', options);
  return scoped(() => runCell({ subject: 'rnnCell', kind, step: rnnSteps[kind], x, hidden, weights }).hidden);
}
