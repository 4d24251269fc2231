import { checkOptions, type OptionTable } from '@neurona/backend';
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

/** Settings of {@link gru}. */
export interface GRUFunctionOptions extends SequenceFunctionOptions {
  /** The hidden state before the first step, default zeros. */
  readonly state?: Tensor | undefined;
}

const gruOptions: OptionTable<GRUFunctionOptions> = { ...sequenceOptions, state: undefined };

/** Result of {@link gru} and {@link rnn}. */
export interface RecurrentResult {
  /** The hidden state of every step, `[N, L, H]`. */
  readonly output: Tensor;
  /** The hidden state after the last step, `[N, H]`. */
  readonly state: Tensor;
}

const thirds = (x: Tensor): [Tensor, Tensor, Tensor] =>
  split(x, x.shape[1]! / 3, { axis: 1 }) as [Tensor, Tensor, Tensor];

/** The equations of {@link gru}, where a backend has no kernel of a whole step, and for second derivatives. */
const gruStep: CellStep = (input, recurrent, { hidden }) => {
  const [xr, xz, xn] = thirds(input); // [N, H] each
  const [qr, qz, qn] = thirds(recurrent);
  const [r, z] = [add(xr, qr).sigmoid(), add(xz, qz).sigmoid()];
  const n = add(xn, r.mul(qn)).tanh();
  return { hidden: n.add(z.mul(hidden.sub(n))) }; // (1 - z) · n + z · h
};

/**
 * Gated recurrent units over whole sequences: one layer, one direction.
 *
 *     r, z = σ(x_t W_ih + b_ih + h_{t-1} W_hh + b_hh)        each with its part of the weights
 *     n = tanh(x_t W_in + b_in + r · (h_{t-1} W_hn + b_hn))        h_t = (1 - z) · n + z · h_{t-1}
 *
 * Shape: x `[N, L, E]` → output `[N, L, H]`, state `[N, H]`.
 * @param x - Sequences.
 * @param weights - Of the gates r, z, n in this order.
 * @param options - `state`, `lengths` of padded sequences, `reverse` (false).
 * @throws {@link ShapeError} if a shape doesn't fit; {@link ArgumentError} if a length is not from 0 to L.
 * @example
 * const weights = { weightIh: zeros([3, 6]), weightHh: zeros([2, 6]) };
 * await gru(ones([1, 2, 3]), weights, { state: ones([1, 2]) }).state.data(); // => [0.25, 0.25]
 * @see Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014, arXiv:1406.1078; the reset gate is applied
 * after the matrix product, as in PyTorch and cuDNN.
 */
export function gru(x: Tensor, weights: RecurrentWeights, options: GRUFunctionOptions = {}): RecurrentResult {
  checkOptions('gru', options, gruOptions);
  return scoped(() => {
    const call = { subject: 'gru', kind: 'gru', step: gruStep, x, hidden: options.state, weights } as const;
    const { output, hidden } = runSequence(call, options);
    return { output, state: hidden };
  });
}

/**
 * One step of gated recurrent units.
 *
 * Shape: x `[N, E]` → hidden state `[N, H]`; without N both.
 * @throws {@link ShapeError} if a shape doesn't fit.
 * @example
 * const weights = { weightIh: zeros([3, 6]), weightHh: zeros([2, 6]) };
 * await gruCell(ones([1, 3]), ones([1, 2]), weights).data(); // => [0.5, 0.5]
 */
export const gruCell = (x: Tensor, hidden: Tensor | undefined, weights: RecurrentWeights): Tensor =>
  scoped(() => runCell({ subject: 'gruCell', kind: 'gru', step: gruStep, x, hidden, weights }).hidden);
