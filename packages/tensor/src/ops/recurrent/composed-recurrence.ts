// internal
import type { RecurrentKind } from '@neurona/backend';
import type { Tensor } from '../../tensor.js';
import { add } from '../elementwise/binary.js';
import { where } from '../elementwise/where.js';
import { matmul } from '../products/matmul.js';
import { stack } from '../shape/concat.js';
import { reshape } from '../shape/reshape.js';
import { split } from '../shape/split.js';
import { stepOrder } from './kinds.js';
import { rows } from './rows.js';

/** A recurrence over a sequence whose input was projected to the gates already. */
export interface Recurrence {
  readonly kind: RecurrentKind;
  /** Whether steps are taken from the last to the first. */
  readonly reverse: boolean;
  /** x W_ih + b_ih `[L, N, G]`. */
  readonly input: Tensor;
  /** `[P, G]`. */
  readonly weightHh: Tensor;
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

interface State {
  readonly hidden: Tensor;
  readonly cell: Tensor | undefined;
}

type Step = (input: Tensor, recurrent: Tensor, state: State) => State;

const quarters = (x: Tensor): Tensor[] => split(x, x.shape[1]! / 4, { axis: 1 });
const thirds = (x: Tensor): Tensor[] => split(x, x.shape[1]! / 3, { axis: 1 });

const steps: Readonly<Record<RecurrentKind, Step>> = {
  tanh: (input, recurrent) => ({ hidden: add(input, recurrent).tanh(), cell: undefined }),
  relu: (input, recurrent) => ({ hidden: add(input, recurrent).relu(), cell: undefined }),
  lstm(input, recurrent, state) {
    const [i, f, g, o] = quarters(add(input, recurrent)) as [Tensor, Tensor, Tensor, Tensor];
    const cell = f.sigmoid().mul(state.cell!).add(i.sigmoid().mul(g.tanh()));
    return { hidden: o.sigmoid().mul(cell.tanh()), cell };
  },
  gru(input, recurrent, { hidden }) {
    const [xr, xz, xn] = thirds(input) as [Tensor, Tensor, Tensor];
    const [qr, qz, qn] = thirds(recurrent) as [Tensor, Tensor, Tensor];
    const n = add(xn, add(xr, qr).sigmoid().mul(qn)).tanh();
    return { hidden: n.add(add(xz, qz).sigmoid().mul(hidden.sub(n))), cell: undefined };
  },
};

/** A recurrence step by step, of operations that are differentiated by themselves. */
export function composedRecurrence(recurrence: Recurrence): RecurrenceResult {
  const { kind, reverse, input, weightHh, biasHh, weightHr, lengths } = recurrence;
  const inputs = rows(input);
  const states = new Array<Tensor>(inputs.length);
  let state: State = recurrence;
  for (const t of stepOrder(inputs.length, reverse)) {
    const product = matmul(state.hidden, weightHh); // [N, G]
    const next = steps[kind](inputs[t]!, biasHh ? product.add(biasHh) : product, state);
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
