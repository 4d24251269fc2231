import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { isTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add } from '../elementwise/binary.js';
import { split } from '../shape/split.js';
import type { CellStep } from './composed-recurrence.js';
import {
  type RecurrentWeights,
  runCell,
  runSequence,
  type SequenceFunctionOptions,
  sequenceOptions,
} from './sequence.js';

/** State of an LSTM between steps. */
export interface LSTMState {
  /** Hidden state, `[N, H]`, or `[N, P]` where it is projected. */
  readonly hidden: Tensor;
  /** Cell state, `[N, H]`. */
  readonly cell: Tensor;
}

/** Weights of an LSTM; its gates are i, f, g, o in this order. */
export interface LSTMWeights extends RecurrentWeights {
  /** Projects the hidden state, `[H, P]`; `weightHh` is `[P, 4 · H]` then. */
  readonly weightHr?: Tensor | undefined;
}

/** Settings of {@link lstm}. */
export interface LSTMFunctionOptions extends SequenceFunctionOptions {
  /** The state before the first step, default zeros. */
  readonly state?: LSTMState | undefined;
}

const lstmOptions: OptionTable<LSTMFunctionOptions> = { ...sequenceOptions, state: undefined };

/** Result of {@link lstm}. */
export interface LSTMResult {
  /** The hidden state of every step, `[N, L, H]`. */
  readonly output: Tensor;
  /** The state after the last step. */
  readonly state: LSTMState;
}

/** The equations of {@link lstm}, where a backend has no kernel of a whole step, and for second derivatives. */
const lstmStep: CellStep = (input, recurrent, state) => {
  const gates = add(input, recurrent); // [N, 4 · H]
  const [i, f, g, o] = split(gates, gates.shape[1]! / 4, { axis: 1 }) as [Tensor, Tensor, Tensor, Tensor];
  const cell = f.sigmoid().mul(state.cell!).add(i.sigmoid().mul(g.tanh()));
  return { hidden: o.sigmoid().mul(cell.tanh()), cell };
};

/**
 * Long short-term memory over whole sequences: one layer, one direction. The input's part of all steps is one matrix product;
 * each step is another and one kernel for all its gates, where the backend has it.
 *
 *     i, f, o = σ(x_t W_ih + b_ih + h_{t-1} W_hh + b_hh), g = tanh(the same)        each with its part of the weights
 *     c_t = f · c_{t-1} + i · g        h_t = o · tanh(c_t)
 *
 * Shape: x `[N, L, E]` → output `[N, L, H]`, state `[N, H]` each.
 * @param x - Sequences.
 * @param weights - See {@link LSTMWeights}.
 * @param options - `state`, `lengths` of padded sequences, `reverse` (false).
 * @throws {@link ShapeError} if a shape doesn't fit; {@link ArgumentError} if a length is not from 0 to L.
 * @example
 * const weights = { weightIh: zeros([3, 8]), weightHh: zeros([2, 8]) };
 * const state = { hidden: zeros([1, 2]), cell: ones([1, 2]) };
 * const { output } = lstm(ones([1, 5, 3]), weights, { state });
 * await output.slice(0, 1, { axis: 1 }).data(); // => [0.2311, 0.2311]
 * @see Hochreiter, Schmidhuber, "Long Short-Term Memory", 1997
 */
export function lstm(x: Tensor, weights: LSTMWeights, options: LSTMFunctionOptions = {}): LSTMResult {
  checkOptions('lstm', options, lstmOptions);
  return scoped(() => {
    const start = checkedState('lstm', options.state);
    const call = { ...start, subject: 'lstm', kind: 'lstm', step: lstmStep, x, weights } as const;
    const { output, hidden, cell } = runSequence(call, options);
    return { output, state: { hidden, cell: cell! } };
  });
}

/**
 * One step of an LSTM.
 *
 * Shape: x `[N, E]` → state `[N, H]` each; without N all of them.
 * @throws {@link ShapeError} if a shape doesn't fit.
 * @example
 * const weights = { weightIh: zeros([3, 8]), weightHh: zeros([2, 8]) };
 * lstmCell(ones([4, 3]), undefined, weights).hidden.shape; // => [4, 2]
 */
export function lstmCell(x: Tensor, state: LSTMState | undefined, weights: RecurrentWeights): LSTMState {
  return scoped(() => {
    const start = checkedState('lstmCell', state);
    const call = { ...start, subject: 'lstmCell', kind: 'lstm', step: lstmStep, x, weights } as const;
    const { hidden, cell } = runCell(call);
    return { hidden, cell: cell! };
  });
}

function checkedState(subject: string, state: LSTMState | undefined): LSTMState | undefined {
  if (state === undefined || (isTensor(state?.hidden) && isTensor(state.cell))) return state;
  throw new ArgumentError(subject, {
    expected: 'a state { hidden, cell } of two tensors',
    received: isTensor(state) ? 'one tensor' : typeof state,
  });
}
