import { ArgumentError, describeShape, type Shape, ShapeError, sameShape } from '@neurona/backend';
import {
  concat,
  dropout,
  type Generator,
  type Parameter,
  type SequenceFunctionOptions,
  stack,
  type Tensor,
} from '@neurona/tensor';
import { checkCount, checkLastAxis } from '../check.js';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { Module } from '../module.js';
import { describeCell, type RecurrentCellOptions, recurrentWeights } from './recurrent-weights.js';

/** Settings of recurrent layers. */
export interface RecurrentOptions extends RecurrentCellOptions {
  /** Layers on top of each other, default 1. */
  readonly numLayers?: number;
  /** Whether each layer also runs from the end to the beginning; its outputs come behind the others. Default false. */
  readonly bidirectional?: boolean;
  /** Probability with which outputs between layers are dropped in training, default 0. */
  readonly dropout?: number;
  /** Where the choice of what is dropped comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/** Settings of a call of a recurrent layer. */
export interface RecurrentCall<State> {
  /** The state before the first step, default zeros. */
  readonly state?: State | undefined;
  /**
   * Number of steps of each sequence, where they are padded to one length: int32 `[N]`. Outputs beyond are zero, and the last
   * state is that of the sequence's own end.
   */
  readonly lengths?: SequenceFunctionOptions['lengths'];
}

/** What a recurrent layer gives. */
export interface RecurrentOutput<State> {
  /** Hidden states of the last layer at every step, `[N, L, D · H]`, D being 2 where it is bidirectional. */
  readonly output: Tensor;
  /** States after the last step of every layer and direction, `[numLayers · D, N, H]`. */
  readonly state: State;
}

/** @internal What one layer in one direction gives. */
export interface DirectionResult {
  readonly output: Tensor;
  readonly hidden: Tensor;
  readonly cell?: Tensor | undefined;
}

/** @internal States before the first step. */
export interface LayerStates {
  readonly hidden: Tensor | undefined;
  readonly cell?: Tensor | undefined;
}

/** @internal Runs one layer in one direction over sequences. */
export type Pass = (
  x: Tensor,
  weights: RecurrentDirection,
  states: LayerStates,
  options: SequenceFunctionOptions,
) => DirectionResult;

/** One layer in one direction: its parameters, named as those of a cell. */
export class RecurrentDirection extends Module<
  readonly [x: Tensor, states: LayerStates, options: SequenceFunctionOptions],
  DirectionResult
> {
  readonly weightIh: Parameter;
  readonly weightHh: Parameter;
  readonly biasIh: Parameter | undefined;
  readonly biasHh: Parameter | undefined;
  readonly weightHr: Parameter | undefined;
  readonly #pass: Pass;

  constructor(
    subject: string,
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: RecurrentCellOptions & { readonly projectedSize?: number | undefined },
    pass: Pass,
  ) {
    super();
    const { projectedSize = hiddenSize } = options;
    const sizes = [inputSize, hiddenSize] as const;
    const weights = recurrentWeights(subject, sizes, gates, { ...options, projectedSize });
    this.weightIh = weights.weightIh;
    this.weightHh = weights.weightHh;
    this.biasIh = weights.biasIh;
    this.biasHh = weights.biasHh;
    this.weightHr =
      projectedSize === hiddenSize ? undefined : fanInUniform([hiddenSize, projectedSize], hiddenSize);
    this.#pass = pass;
  }

  override forward(x: Tensor, states: LayerStates, options: SequenceFunctionOptions): DirectionResult {
    return this.#pass(x, this, states, options);
  }

  override describe(): string {
    return describeCell(this.inputSize, this.hiddenSize, this.biasIh !== undefined);
  }
}

/**
 * Recurrent layers on top of each other, in one direction or both: what RNN, GRU and LSTM share. Layer k is `layers.k`, its other
 * direction `reverseLayers.k`.
 */
export abstract class RecurrentLayer<State> extends Module<
  readonly [x: Tensor, call?: RecurrentCall<State>],
  RecurrentOutput<State>
> {
  readonly layers: readonly RecurrentDirection[];
  readonly reverseLayers: readonly RecurrentDirection[];
  readonly dropout: number;
  readonly #subject: string;
  readonly #rng: Generator | undefined;

  constructor(
    subject: string,
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: RecurrentOptions & { readonly projectedSize?: number | undefined },
  ) {
    super();
    const { numLayers = 1, bidirectional = false, dropout: probability = 0 } = options;
    checkCount(subject, 'numLayers', numLayers);
    if (!(probability >= 0 && probability <= 1)) {
      throw new ArgumentError(subject, {
        expected: 'a dropout probability from 0 to 1',
        received: probability,
      });
    }
    const outputSize = (options.projectedSize ?? hiddenSize) * (bidirectional ? 2 : 1);
    const pass: Pass = (...args) => this.run(...args);
    const make = (_: unknown, k: number): RecurrentDirection =>
      new RecurrentDirection(subject, k === 0 ? inputSize : outputSize, hiddenSize, gates, options, pass);
    this.layers = Array.from({ length: numLayers }, make);
    this.reverseLayers = bidirectional ? Array.from({ length: numLayers }, make) : [];
    this.dropout = probability;
    this.#subject = subject;
    this.#rng = options.rng;
  }

  /** Runs one layer in one direction. */
  protected abstract run(...args: Parameters<Pass>): DirectionResult;

  /** Runs all layers on x `[N, L, E]` or `[L, E]`; states are `[numLayers · D, N, H]` or without N. */
  protected runLayers(
    x: Tensor,
    states: LayerStates,
    lengths: SequenceFunctionOptions['lengths'],
  ): Required<DirectionResult> {
    checkSequence(this.#subject, x, this.inputSize);
    if (x.ndim === 3) return this.runBatch(x, states, lengths);
    const batched = (state: Tensor | undefined): Tensor | undefined => state?.unsqueeze(-2);
    const start = { hidden: batched(states.hidden), cell: batched(states.cell) };
    const { output, hidden, cell } = this.runBatch(x.unsqueeze(0), start, lengths);
    return { output: output.squeeze(0), hidden: hidden.squeeze(1), cell: cell?.squeeze(1) };
  }

  private runBatch(
    x: Tensor,
    states: LayerStates,
    lengths: SequenceFunctionOptions['lengths'],
  ): Required<DirectionResult> {
    const { layers, reverseLayers } = this;
    const directions = reverseLayers.length > 0 ? 2 : 1;
    const leading: Shape = [layers.length * directions, x.shape[0]!];
    this.checkState('hidden', states.hidden, leading, x);
    this.checkState('cell', states.cell, leading, x);
    const results: DirectionResult[] = [];
    let output = x;
    for (const [k, layer] of layers.entries()) {
      const input = k > 0 ? this.drop(output) : output;
      const pass = (weights: RecurrentDirection, reverse: boolean): Tensor => {
        const at = k * directions + (reverse ? 1 : 0);
        const start = { hidden: states.hidden?.select(0, at), cell: states.cell?.select(0, at) };
        const result = weights.forward(input, start, { lengths, reverse });
        results.push(result);
        return result.output;
      };
      const ahead = pass(layer, false);
      const back = reverseLayers[k];
      output = back ? concat([ahead, pass(back, true)], { axis: -1 }) : ahead; // [N, L, D · H]
    }
    const cells = results.flatMap(({ cell }) => cell ?? []);
    return {
      output,
      hidden: together(results.map(({ hidden }) => hidden)), // [numLayers · D, N, H]
      cell: cells.length > 0 ? together(cells) : undefined,
    };
  }

  private drop(x: Tensor): Tensor {
    return this.training && this.dropout > 0 ? dropout(x, this.dropout, this.#rng && { rng: this.#rng }) : x;
  }

  private checkState(name: string, state: Tensor | undefined, leading: Shape, x: Tensor): void {
    if (!state || (state.ndim === 3 && sameShape(state.shape.slice(0, 2), leading))) return;
    throw new ShapeError(this.#subject, {
      expected: `a ${name} state of shape [${leading.join(', ')}, ...]`,
      received: describeShape(state.shape),
      where: `x has shape ${describeShape(x.shape)}, the states are [numLayers · directions, N, H]`,
    });
  }
}

/** States on top of each other; one alone is not copied. */
const together = (states: readonly Tensor[]): Tensor =>
  states.length === 1 ? states[0]!.unsqueeze(0) : stack(states);

function checkSequence(subject: string, x: Tensor, inputSize: number): void {
  if (x.ndim !== 2 && x.ndim !== 3) {
    throw new ShapeError(subject, {
      expected: 'x of shape [N, L, E] or [L, E]',
      received: describeShape(x.shape),
    });
  }
  checkLastAxis(subject, x, inputSize);
}
