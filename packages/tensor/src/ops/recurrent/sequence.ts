import {
  ArgumentError,
  checkArgument,
  DTypeError,
  describeShape,
  type OptionTable,
  type RecurrentKind,
  type Shape,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { checkTensor, checkTensors, isTensor } from '../../convert.js';
import { arange, tensor, zeros } from '../../create.js';
import { knownValues } from '../../memory/host-values.js';
import type { Tensor } from '../../tensor.js';
import { where } from '../elementwise/where.js';
import { select } from '../indexing/slice.js';
import { linear } from '../products/linear.js';
import { permute } from '../shape/permute.js';
import { reshape } from '../shape/reshape.js';
import { type CellStep, composedRecurrence, type Recurrence } from './composed-recurrence.js';
import { fusedRecurrence } from './fused-recurrence.js';
import { gateCount } from './kinds.js';

/** Weights of a recurrent cell of H hidden features with G gates of that width (1, LSTM 4, GRU 3). */
export interface RecurrentWeights {
  /** From the input to the gates, `[inputSize, G · H]`. */
  readonly weightIh: Tensor;
  /** From the hidden state to the gates, `[H, G · H]`. */
  readonly weightHh: Tensor;
  /** Added to the input's part, `[G · H]`. */
  readonly biasIh?: Tensor | undefined;
  /** Added to the hidden state's part, `[G · H]`. */
  readonly biasHh?: Tensor | undefined;
}

/** Settings of recurrent functions of sequences. */
export interface SequenceFunctionOptions {
  /**
   * Number of steps of each sequence, where they are padded to one length: int32 `[N]`. What lies beyond has no influence, even
   * NaN; outputs there are zero, and the last state is that of the sequence's own end. They are from 0 to L, which is checked unless
   * only the device knows them.
   */
  readonly lengths?: Tensor | readonly number[] | undefined;
  /** Whether steps are taken from the last to the first, default false. */
  readonly reverse?: boolean | undefined;
}

/** @internal */
export const sequenceOptions: OptionTable<SequenceFunctionOptions> = { lengths: undefined, reverse: false };

/** @internal A recurrent cell's operands before they are checked. */
export interface RecurrentCall {
  readonly subject: string;
  readonly kind: RecurrentKind;
  /** The cell's equations; `kind` names the kernel that has them for a whole step. */
  readonly step: CellStep;
  readonly x: Tensor;
  readonly hidden?: Tensor | undefined;
  readonly cell?: Tensor | undefined;
  readonly weights: RecurrentWeights & { readonly weightHr?: Tensor | undefined };
}

/** @internal States and outputs of a sequence. */
export interface SequenceResult {
  readonly output: Tensor;
  readonly hidden: Tensor;
  readonly cell: Tensor | undefined;
}

/** @internal Runs a cell over sequences `[N, L, E]`. */
export function runSequence(call: RecurrentCall, options: SequenceFunctionOptions): SequenceResult {
  const { subject, kind, step, x } = call;
  checkTensor(subject, x);
  const { reverse = false } = options;
  if (x.ndim !== 3 || x.shape[1] === 0) {
    throw new ShapeError(subject, {
      expected: 'x of shape [N, L, E] with at least one step',
      received: describeShape(x.shape),
    });
  }
  const [batch, count] = x.shape as [number, number, number];
  const { hiddenSize, stateSize } = checkWeights(call);
  const lengths = toLengths(subject, options.lengths, x);
  const { weightIh, weightHh, weightHr } = call.weights;
  const { biasOfInput, biasHh } = biasesOf(call);
  const inside = lengths && isInside(lengths, count);
  const steps = permute(x, [1, 0, 2]); // [L, N, E]
  // Padding gets the gradient 0, but 0 · NaN would still reach weightIh.
  const counted = inside ? where(inside, steps, 0) : steps;
  const recurrence: Recurrence = {
    kind,
    step,
    reverse,
    input: linear(counted, weightIh, biasOfInput), // [L, N, G]
    weightHh,
    biasHh,
    weightHr,
    hidden: startOf(subject, 'hidden', call.hidden, [batch, stateSize], x),
    cell: kind === 'lstm' ? startOf(subject, 'cell', call.cell, [batch, hiddenSize], x) : undefined,
    lengths,
  };
  const isFused = x.backend.kernels.recurrentStep && x.backend.kernels.recurrentStepGrad && !weightHr;
  const { states, cell } = isFused ? fusedRecurrence(recurrence) : composedRecurrence(recurrence);
  const output = inside ? where(inside, states, 0) : states;
  return { output: permute(output, [1, 0, 2]), hidden: select(states, 0, reverse ? 0 : -1), cell };
}

/** @internal Runs a cell once, on x `[N, E]` or `[E]`. */
export function runCell(call: RecurrentCall): Pick<SequenceResult, 'hidden' | 'cell'> {
  const { subject, kind, step, x } = call;
  checkTensor(subject, x);
  if (x.ndim !== 1 && x.ndim !== 2) {
    throw new ShapeError(subject, {
      expected: 'x of shape [N, E] or [E]',
      received: describeShape(x.shape),
    });
  }
  const batched = (state: Tensor): Tensor => (x.ndim === 1 ? reshape(state, [1, ...state.shape]) : state);
  const single = (state: Tensor): Tensor => (x.ndim === 1 ? reshape(state, state.shape.slice(1)) : state);
  const inputs = batched(x);
  const { hiddenSize, stateSize } = checkWeights(call);
  const start = (name: string, state: Tensor | undefined, size: number): Tensor =>
    startOf(subject, name, state && batched(state), [inputs.shape[0]!, size], x);
  const { weightIh, weightHh } = call.weights;
  const { biasOfInput, biasHh } = biasesOf(call);
  const projected = linear(inputs, weightIh, biasOfInput); // [N, G]
  const recurrence: Recurrence = {
    kind,
    step,
    reverse: false,
    input: reshape(projected, [1, ...projected.shape]),
    weightHh,
    biasHh,
    weightHr: undefined,
    hidden: start('hidden', call.hidden, stateSize),
    cell: kind === 'lstm' ? start('cell', call.cell, hiddenSize) : undefined,
    lengths: undefined,
  };
  const { kernels } = x.backend;
  const isFused = kernels.recurrentStep && kernels.recurrentStepGrad;
  const { states, cell } = isFused ? fusedRecurrence(recurrence) : composedRecurrence(recurrence);
  return { hidden: single(reshape(states, states.shape.slice(1))), cell: cell && single(cell) };
}

/** Biases of x's and h's part of the gates. One sum serves both, but for GRU, whose reset gate scales h's part alone. */
function biasesOf({ kind, weights: { biasIh, biasHh } }: RecurrentCall): {
  readonly biasOfInput: Tensor | undefined;
  readonly biasHh: Tensor | undefined;
} {
  if (kind === 'gru' || !biasHh) return { biasOfInput: biasIh, biasHh };
  return { biasOfInput: biasIh ? biasIh.add(biasHh) : biasHh, biasHh: undefined };
}

/** Which steps are inside of their sequences, `[L, N, 1]`. */
const isInside = (lengths: Tensor, count: number): Tensor =>
  reshape(
    lengths.greater(arange(0, count, 1, { dtype: 'int32', backend: lengths.backend }).reshape([count, 1])),
    [count, lengths.size, 1],
  );

function checkWeights({ subject, kind, x, weights }: RecurrentCall): {
  hiddenSize: number;
  stateSize: number;
} {
  checkArgument(subject, 'weights', weights, 'record', 'Pass { weightIh, weightHh } and biases.');
  const { weightIh, weightHh, biasIh, biasHh, weightHr } = weights;
  checkTensors(subject, 'weightIh and weightHh', [weightIh, weightHh]);
  const gates = gateCount[kind];
  const inputSize = x.shape.at(-1)!;
  if (weightIh.ndim !== 2 || weightIh.shape[1]! % gates !== 0) {
    throw new ShapeError(subject, {
      expected: `a weightIh of shape [inputSize, ${gates === 1 ? '' : `${gates} · `}hiddenSize]`,
      received: describeShape(weightIh.shape),
    });
  }
  if (weightIh.shape[0] !== inputSize) {
    throw new ShapeError(subject, {
      expected: `${weightIh.shape[0]} input features`,
      received: inputSize,
      where: `x has shape ${describeShape(x.shape)}`,
    });
  }
  const hiddenSize = weightIh.shape[1]! / gates;
  const stateSize = weightHr?.shape[1] ?? hiddenSize;
  const check = (name: string, value: Tensor | undefined, shape: Shape): void => {
    if (!value || sameShape(value.shape, shape)) return;
    throw new ShapeError(subject, {
      expected: `a ${name} of shape ${describeShape(shape)}`,
      received: describeShape(value.shape),
      where: `the weightIh has shape ${describeShape(weightIh.shape)}`,
    });
  };
  check('weightHr', weightHr, [hiddenSize, stateSize]);
  check('weightHh', weightHh, [stateSize, gates * hiddenSize]);
  check('biasIh', biasIh, [gates * hiddenSize]);
  check('biasHh', biasHh, [gates * hiddenSize]);
  return { hiddenSize, stateSize };
}

function startOf(subject: string, name: string, state: Tensor | undefined, shape: Shape, x: Tensor): Tensor {
  if (!state) return zeros(shape, { backend: x.backend });
  if (isTensor(state) && sameShape(state.shape, shape)) return state;
  throw new ShapeError(subject, {
    expected: `a ${name} state of shape ${describeShape(shape)}`,
    received: isTensor(state) ? describeShape(state.shape) : 'no tensor',
    where: `x has shape ${describeShape(x.shape)}`,
  });
}

function toLengths(
  subject: string,
  lengths: Tensor | readonly number[] | undefined,
  x: Tensor,
): Tensor | undefined {
  if (lengths === undefined) return undefined;
  const [batch, count] = x.shape as [number, number];
  const shape = isTensor(lengths) ? lengths.shape : [lengths.length];
  if (!sameShape(shape, [batch])) {
    throw new ShapeError(subject, {
      expected: `lengths of shape ${describeShape([batch])}`,
      received: describeShape(shape),
      where: `x has shape ${describeShape(x.shape)}`,
    });
  }
  if (isTensor(lengths) && lengths.dtype !== 'int32')
    throw new DTypeError(subject, { expected: 'int32 lengths', received: lengths.dtype });
  const known = isTensor(lengths) ? knownValues(lengths) : lengths;
  const wrong = Array.from<number>(known ?? []).findIndex(
    (length) => !Number.isInteger(length) || length < 0 || length > count,
  );
  if (wrong !== -1) {
    throw new ArgumentError(subject, {
      expected: `lengths from 0 to ${count}`,
      received: known![wrong],
      where: `example ${wrong}, x has shape ${describeShape(x.shape)}`,
    });
  }
  return isTensor(lengths)
    ? lengths
    : tensor(Int32Array.from(lengths), { dtype: 'int32', backend: x.backend });
}
