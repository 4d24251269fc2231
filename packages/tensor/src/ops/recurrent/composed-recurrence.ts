// internal
import type { RecurrentKind } from '@neurona/backend';
import type { Tensor } from '../../tensor.js';
import { where } from '../elementwise/where.js';
import { matmul } from '../products/matmul.js';
import { stack } from '../shape/concat.js';
import { reshape } from '../shape/reshape.js';
import { stepOrder } from './kinds.js';
import { rows } from './rows.js';

/** The state of a cell between steps. */
export interface CellState {
  readonly hidden: Tensor;
  /** Of LSTM alone. */
  readonly cell?: Tensor | undefined;
}

/** One step of a cell: its equations, from the input's part of the gates and the hidden state's, both with biases. */
export type CellStep = (input: Tensor, recurrent: Tensor, state: CellState) => CellState;

/** A recurrence over a sequence whose input was projected to the gates already. */
export interface Recurrence {
  readonly kind: RecurrentKind;
  readonly step: CellStep;
  /** Whether steps are taken from the last to the first. */
  readonly reverse: boolean;
  /** x W_ih + b_ih, with b_hh but for GRU, `[L, N, G]`. */
  readonly input: Tensor;
  /** `[P, G]`. */
  readonly weightHh: Tensor;
  /** Of GRU alone. */
  readonly biasHh: Tensor | undefined;
  /** Of LSTM with a projected hidden state, `[H, P]`. */
  readonly weightHr: Tensor | undefined;
  /** State before the first step, `[N, P]`. */
  readonly hidden: Tensor;
  /** Of LSTM, `[N, H]`. */
  readonly cell: Tensor | undefined;
  /** int32 `[N]`. */
  readonly lengths: Tensor | undefined;
}

/** Hidden states of all steps `[L, N, P]`, and the last cell state. */
export interface RecurrenceResult {
  readonly states: Tensor;
  readonly cell: Tensor | undefined;
}

/** A recurrence step by step, of operations that are differentiated by themselves. */
export function composedRecurrence(recurrence: Recurrence): RecurrenceResult {
  const { step, reverse, input, weightHh, biasHh, weightHr, lengths } = recurrence;
  const inputs = rows(input);
  const states = new Array<Tensor>(inputs.length);
  let state: CellState = recurrence;
  for (const t of stepOrder(inputs.length, reverse)) {
    const product = matmul(state.hidden, weightHh); // [N, G]
    const next = step(inputs[t]!, biasHh ? product.add(biasHh) : product, state);
    const hidden = weightHr ? matmul(next.hidden, weightHr) : next.hidden; // [N, P]
    const isInside = lengths && reshape(lengths.greater(t), [lengths.size, 1]);
    state = {
      hidden: isInside ? where(isInside, hidden, state.hidden) : hidden,
      cell: isInside && next.cell ? where(isInside, next.cell, state.cell!) : next.cell,
    };
    states[t] = state.hidden;
  }
  return { states: stack(states), cell: state.cell };
}
