// internal
import type { DeviceArray, RecurrentKind } from '@neurona/backend';
import { grad } from '../../autograd/backward.js';
import { defineMultiOp, type Needs } from '../../autograd/define-op.js';
import { isGradEnabled } from '../../autograd/grad-mode.js';
import { zerosLike } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { sliceAxis } from '../indexing/box.js';
import { product } from '../products/matmul.js';
import { concat } from '../shape/concat.js';
import { reshape } from '../shape/reshape.js';
import {
  type CellStep,
  composedRecurrence,
  type Recurrence,
  type RecurrenceResult,
} from './composed-recurrence.js';
import { gateCount, savedCount, stepOrder } from './kinds.js';

interface Plan {
  readonly kind: RecurrentKind;
  readonly step: CellStep;
  readonly reverse: boolean;
  /** The operands in their order; those that are not there are left out. */
  readonly operands: readonly Operand[];
}

const operandNames = ['input', 'weightHh', 'hidden', 'biasHh', 'cell', 'lengths'] as const;
type Operand = (typeof operandNames)[number];

/** Operands by name. */
function named(inputs: readonly Tensor[], { kind, step, reverse, operands }: Plan): Recurrence {
  const by = (name: Operand): Tensor | undefined => inputs[operands.indexOf(name)];
  return {
    kind,
    step,
    reverse,
    input: by('input')!,
    weightHh: by('weightHh')!,
    hidden: by('hidden')!,
    biasHh: by('biasHh'),
    weightHr: undefined,
    cell: by('cell'),
    lengths: by('lengths'),
  };
}

/** Each step is one kernel, its matrix product included; saved are the operands, the states and the gates. */
const recurrenceOp = defineMultiOp<readonly Tensor[], Plan>({
  name: 'recurrence',
  forward(kernels, inputs, plan) {
    const { kind, reverse, input, weightHh, biasHh, lengths, ...first } = named(inputs, plan);
    const { backend } = input;
    const [count, batch] = input.shape as [number, number];
    const size = weightHh.shape[0]!;
    const states = backend.make([count, batch, size], 'float32');
    const saved = backend.make([count, batch, savedCount[kind] * size], 'float32');
    const cell = first.cell && kernels.copy(first.cell);
    let hidden: DeviceArray = first.hidden;
    for (const step of stepOrder(count, reverse)) {
      const next = kernels.recurrentStep!({
        kind,
        step,
        input,
        hidden,
        weight: weightHh,
        bias: biasHh,
        cell,
        lengths,
        states,
        saved,
      });
      if (hidden !== first.hidden) backend.free(hidden);
      hidden = next;
    }
    if (hidden !== first.hidden) backend.free(hidden);
    return { outputs: cell ? [states, cell] : [states], saved: [...inputs, states, saved] };
  },
  backward(saved, [gradStates, gradCell], plan, needs) {
    const inputs = saved.slice(0, plan.operands.length);
    const grads = [gradStates, gradCell];
    // Autograd sees the backward steps as constants: to differentiate them, the recurrence is composed again.
    if (isGradEnabled()) return gradientsByComposition(inputs, grads, plan, needs);
    return gradients(inputs, saved.slice(plan.operands.length), grads, plan, needs);
  },
});

interface BackPlan extends Plan {
  /** Whether the gradient of the first hidden state is wanted. */
  readonly toStart: boolean;
  readonly hasLengths: boolean;
}

/** Gradients of the gates' two parts over all steps, of the first cell state and, if wanted, of the first hidden state. */
const recurrenceGradOp = defineMultiOp<readonly Tensor[], BackPlan>({
  name: 'recurrenceGrad',
  forward(kernels, inputs, { kind, reverse, toStart, hasLengths }) {
    const [weightHh, gradStates, saved, ...rest] = inputs as [Tensor, Tensor, Tensor, ...Tensor[]];
    const lengths = hasLengths ? rest.pop() : undefined;
    const { backend } = weightHh;
    const [count, batch, size] = gradStates.shape as [number, number, number];
    const gates = [count, batch, gateCount[kind] * size];
    const gradInput = backend.make(gates, 'float32');
    const gradRecurrent = kind === 'gru' ? backend.make(gates, 'float32') : undefined;
    const carry = kernels.fill([batch, size], 0, 'float32');
    const cell = kind === 'lstm' ? kernels.copy(rest[0]!) : undefined;
    let recurrent: DeviceArray | undefined;
    const order = stepOrder(count, !reverse);
    for (const step of order) {
      const gradGates = kernels.recurrentStepGrad!({
        kind,
        step,
        gradStates,
        recurrent,
        carry,
        cell,
        lengths,
        saved,
        gradInput,
        gradRecurrent,
      });
      if (recurrent) backend.free(recurrent);
      recurrent =
        toStart || step !== order.at(-1)
          ? kernels.matmul(gradGates, weightHh, { transposeB: true })
          : undefined;
      backend.free(gradGates);
    }
    const gradHidden = recurrent && kernels.binary('add', recurrent, carry);
    if (recurrent) backend.free(recurrent);
    backend.free(carry);
    return {
      outputs: [gradInput, gradRecurrent, cell, gradHidden].filter((array) => array !== undefined),
    };
  },
});

function gradients(
  inputs: readonly Tensor[],
  [states, gates]: readonly Tensor[],
  [gradStates, gradCell]: readonly (Tensor | undefined)[],
  plan: Plan,
  needs: Needs,
): (Tensor | undefined)[] {
  const { kind, reverse, operands } = plan;
  const { input, weightHh, hidden, cell, lengths } = named(inputs, plan);
  const needed = (name: Operand): boolean => needs[operands.indexOf(name)] ?? false;
  const operandsBack = [weightHh, gradStates ?? zerosLike(states!), gates!];
  if (cell) operandsBack.push(gradCell ?? zerosLike(cell));
  if (lengths) operandsBack.push(lengths);
  const outputs = recurrenceGradOp(operandsBack, {
    ...plan,
    toStart: needed('hidden'),
    hasLengths: lengths !== undefined,
  });
  const gradInput = outputs.shift()!;
  const gradRecurrent = kind === 'gru' ? outputs.shift()! : gradInput;
  const gradFirstCell = cell && outputs.shift()!;
  const gradHidden = outputs.shift();

  const flat = (x: Tensor): Tensor => reshape(x, [x.shape[0]! * x.shape[1]!, x.shape[2]!]);
  const count = input.shape[0]!;
  const others = sliceAxis(states!, 0, reverse ? 1 : 0, count - 1);
  const start = reshape(hidden, [1, ...hidden.shape]);
  const before = (): Tensor => concat(reverse ? [others, start] : [start, others]); // [L, N, H]
  const byName: Readonly<Record<Operand, () => Tensor | undefined>> = {
    input: () => gradInput,
    weightHh: () => product(flat(before()), flat(gradRecurrent), true, false),
    hidden: () => gradHidden,
    biasHh: () => gradRecurrent.sum({ axis: [0, 1] }),
    cell: () => gradFirstCell,
    lengths: () => undefined,
  };
  return operands.map((name) => (needed(name) ? byName[name]() : undefined));
}

function gradientsByComposition(
  inputs: readonly Tensor[],
  grads: readonly (Tensor | undefined)[],
  plan: Plan,
  needs: Needs,
): (Tensor | undefined)[] {
  // Places of their own in the graph: an operand may depend on another.
  const places = inputs.map((input) => reshape(input, input.shape));
  const { states, cell } = composedRecurrence(named(places, plan));
  const pairs = [states, cell].flatMap((output, i) => (output && grads[i] ? [[output, grads[i]]] : []));
  const wanted = places.filter((_, i) => needs[i]);
  const found: (Tensor | undefined)[] = grad(
    pairs.map(([output]) => output as Tensor),
    wanted,
    { gradOutputs: pairs.map(([, gradient]) => gradient), createGraph: true, allowUnused: true },
  );
  return places.map((_, i) => (needs[i] ? found.shift() : undefined));
}

/** A recurrence on kernels for whole steps. */
export function fusedRecurrence(recurrence: Recurrence): RecurrenceResult {
  const present = operandNames.filter((name) => recurrence[name] !== undefined);
  const [states, cell] = recurrenceOp(
    present.map((name) => recurrence[name]!),
    { kind: recurrence.kind, step: recurrence.step, reverse: recurrence.reverse, operands: present },
  );
  return { states: states!, cell };
}
