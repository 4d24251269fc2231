import {
  ArgumentError,
  checkArgument,
  checkCount,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import {
  checkTensor,
  concat,
  dropout,
  type Generator,
  isTensor,
  type LSTMState,
  type SequenceFunctionOptions,
  stack,
  type Tensor,
} from '@neurona/tensor';
import { checkLastAxis } from '../check.js';
import { Module } from '../module.js';
import { type DirectionOptions, RecurrentDirection } from './recurrent-direction.js';
import { type RecurrentCellOptions, recurrentCellOptions } from './recurrent-weights.js';

/** Settings of recurrent layers. */
export interface RecurrentOptions extends RecurrentCellOptions {
  /** Number of stacked layers, default 1. */
  readonly numLayers?: number;
  /** Whether each layer also runs from the end to the beginning; those outputs come after the others. Default false. */
  readonly bidirectional?: boolean;
  /** Probability with which outputs between layers are dropped in training, default 0. */
  readonly dropout?: number;
  /** Where the choice of what is dropped comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/** @internal */
export const recurrentOptions: OptionTable<RecurrentOptions> = {
  ...recurrentCellOptions,
  numLayers: 1,
  bidirectional: false,
  dropout: 0,
  rng: undefined,
};

/** Settings of a call of a recurrent layer. */
export interface RecurrentCall<State> {
  /** The state before the first step, default zeros. */
  readonly state?: State | undefined;
  /**
   * Number of steps of each sequence, where they are padded to one length: int32 `[N]`. Outputs beyond are zero, and the last
   * state is that at the sequence's own end.
   */
  readonly lengths?: SequenceFunctionOptions['lengths'];
}

/** Result of a recurrent layer. */
export interface RecurrentOutput<State> {
  /** Hidden states of the last layer at every step, `[N, L, D · H]`, D being 2 where it is bidirectional. */
  readonly output: Tensor;
  /** States after the last step of every layer and direction, `[numLayers · D, N, H]`. */
  readonly state: State;
}

/** @internal A recurrent function of `@neurona/tensor`, as `lstm`: one layer, one direction. */
type Recurrence<State> = (
  x: Tensor,
  weights: RecurrentDirection,
  options: SequenceFunctionOptions & { readonly state: State | undefined },
) => RecurrentOutput<State>;

/**
 * Stacked recurrent layers, in one direction or both: what RNN, GRU and LSTM share. Layer k is `layers.k`, its other
 * direction `reverseLayers.k`.
 */
export abstract class RecurrentLayer<State extends Tensor | LSTMState> extends Module<
  readonly [x: Tensor, call?: RecurrentCall<State>],
  RecurrentOutput<State>
> {
  readonly layers: readonly RecurrentDirection[];
  readonly reverseLayers: readonly RecurrentDirection[];
  readonly dropout: number;
  readonly #rng: Generator | undefined;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: RecurrentOptions & DirectionOptions,
  ) {
    super();
    const { numLayers = 1, bidirectional = false, dropout: probability = 0 } = options;
    checkCount(this.kind, 'numLayers', numLayers);
    if (!(probability >= 0 && probability <= 1)) {
      throw new ArgumentError(this.kind, {
        expected: 'a dropout probability from 0 to 1',
        received: probability,
      });
    }
    const outputSize = (options.projectedSize ?? hiddenSize) * (bidirectional ? 2 : 1);
    const make = (_: unknown, k: number): RecurrentDirection =>
      new RecurrentDirection(this.kind, k === 0 ? inputSize : outputSize, hiddenSize, gates, options);
    this.layers = Array.from({ length: numLayers }, make);
    this.reverseLayers = bidirectional ? Array.from({ length: numLayers }, make) : [];
    this.dropout = probability;
    this.#rng = options.rng;
  }

  /** Runs all layers on x `[N, L, E]` or `[L, E]`; states are `[numLayers · D, N, H]` or without N. */
  protected runLayers(
    x: Tensor,
    call: RecurrentCall<State>,
    recurrence: Recurrence<State>,
  ): RecurrentOutput<State> {
    checkArgument(this.kind, 'call', call, 'record', 'Write { state, lengths }.');
    checkSequence(this.kind, x, this.inputSize);
    if (x.ndim === 3) return this.runBatch(x, call, recurrence);
    const state = call.state && combine([call.state], ([one]) => one!.unsqueeze(-2));
    const result = this.runBatch(x.unsqueeze(0), { ...call, state }, recurrence);
    return {
      output: result.output.squeeze(0),
      state: combine([result.state], ([one]) => one!.squeeze(1)),
    };
  }

  private runBatch(
    x: Tensor,
    { state, lengths }: RecurrentCall<State>,
    recurrence: Recurrence<State>,
  ): RecurrentOutput<State> {
    const { layers, reverseLayers } = this;
    const directions = reverseLayers.length > 0 ? 2 : 1;
    if (state) this.checkState(state, [layers.length * directions, x.shape[0]!], x);
    const states: State[] = [];
    const run = (input: Tensor, weights: RecurrentDirection, reverse: boolean): Tensor => {
      const at = states.length;
      const start = state && combine([state], ([all]) => all!.select(0, at));
      const result = recurrence(input, weights, { lengths, reverse, state: start });
      states.push(result.state);
      return result.output;
    };
    let output = x;
    for (const [k, layer] of layers.entries()) {
      const input = k > 0 ? this.drop(output) : output;
      const ahead = run(input, layer, false);
      const back = reverseLayers[k];
      output = back ? concat([ahead, run(input, back, true)], { axis: -1 }) : ahead; // [N, L, D · H]
    }
    return { output, state: combine(states, together) }; // [numLayers · D, N, H]
  }

  /** Whether the state is `{ hidden, cell }`, not one tensor. */
  protected get hasCell(): boolean {
    return false;
  }

  private drop(x: Tensor): Tensor {
    return this.training && this.dropout > 0 ? dropout(x, this.dropout, this.#rng && { rng: this.#rng }) : x;
  }

  private checkState(state: State, leading: Shape, x: Tensor): void {
    const { hidden, cell } = state as LSTMState;
    const parts: Readonly<Record<string, unknown>> = this.hasCell ? { hidden, cell } : { hidden: state };
    for (const [name, value] of Object.entries(parts)) {
      if (isTensor(value) && value.ndim === 3 && sameShape(value.shape.slice(0, 2), leading)) continue;
      throw new ShapeError(this.kind, {
        expected: `a ${name} state of shape [${leading.join(', ')}, ...]`,
        received: isTensor(value) ? describeShape(value.shape) : 'no tensor',
        where: `x has shape ${describeShape(x.shape)}, the states are [numLayers · directions, N, H]`,
      });
    }
  }

  /** @internal */
  override get isUnit(): boolean {
    return true;
  }
}

/** One state of several, tensor by tensor. */
function combine<State extends Tensor | LSTMState>(
  states: readonly State[],
  join: (tensors: readonly Tensor[]) => Tensor,
): State {
  const all = states as readonly (Tensor | LSTMState)[];
  const joined = all.every(isTensor)
    ? join(all)
    : {
        hidden: join(all.map((state) => (state as LSTMState).hidden)),
        cell: join(all.map((state) => (state as LSTMState).cell)),
      };
  return joined as State;
}

/** Stacked states; one alone is not copied. */
const together = (states: readonly Tensor[]): Tensor =>
  states.length === 1 ? states[0]!.unsqueeze(0) : stack(states);

function checkSequence(subject: string, x: Tensor, inputSize: number): void {
  checkTensor(subject, x);
  if (x.ndim !== 2 && x.ndim !== 3) {
    throw new ShapeError(subject, {
      expected: 'x of shape [N, L, E] or [L, E]',
      received: describeShape(x.shape),
    });
  }
  checkLastAxis(subject, x, inputSize);
}
