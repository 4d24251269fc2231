import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import {
  normal,
  Parameter,
  rotary,
  rotaryTable,
  scoped,
  sinusoidalEncoding,
  type Tensor,
} from '@neurona/tensor';
import { checkLastAxis } from '../check.js';
import { Module } from '../module.js';
import { PositionTable } from './position-table.js';

/** Settings of a call of a layer of positions. */
export interface PositionCall {
  /** Position of the first element, default 0: the number of elements that a cache holds already. */
  readonly offset?: number;
}

const callOptions: OptionTable<PositionCall> = { offset: 0 };

/** Settings of {@link SinusoidalPositions}. */
export interface SinusoidalPositionsOptions {
  /** Wavelengths are from 2π to this times 2π, default 10000. */
  readonly base?: number;
}

const sinusoidalOptions: OptionTable<SinusoidalPositionsOptions> = { base: 10000 };

/**
 * Adds positions as sines and cosines of falling frequency. Nothing is learned, and sequences may be of any length.
 *
 *     y[p, 2i] = x[p, 2i] + sin(p · base^(-2i / E))        y[p, 2i + 1] = x[p, 2i + 1] + cos(p · base^(-2i / E))
 *
 * Shape: x `[..., L, embedDim]` → same shape.
 * @throws {@link ArgumentError} if the size is not an integer of at least 1; {@link ShapeError} in `forward` if the last axis
 * of x differs.
 * @example
 * await new SinusoidalPositions(2).forward(zeros([1, 2, 2])).array(); // => [[[0, 1], [0.8415, 0.5403]]]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export class SinusoidalPositions extends Module<readonly [x: Tensor, call?: PositionCall]> {
  static override readonly kind: string = 'SinusoidalPositions';

  readonly #table: PositionTable;

  constructor(
    readonly embedDim: number,
    options: SinusoidalPositionsOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, sinusoidalOptions);
    checkCount('SinusoidalPositions', 'embedDim', embedDim);
    const { base } = options;
    this.#table = new PositionTable((length, backend) => [
      sinusoidalEncoding(length, embedDim, { base, backend }),
    ]);
  }

  override forward(x: Tensor, call: PositionCall = {}): Tensor {
    const { offset = 0 } = checkOptions(this.kind, call, callOptions);
    checkSequence('SinusoidalPositions', x, this.embedDim);
    return scoped(() => x.add(this.#table.rows(offset, x.shape.at(-2)!, x.backend)[0]!));
  }

  override forget(): void {
    this.#table.dispose();
  }

  override describe(): string {
    return String(this.embedDim);
  }
}

/**
 * Adds a learned vector for each position.
 *
 *     y[p] = x[p] + weight[p]
 *
 * Shape: x `[..., L, embedDim]`, L up to contextLength → same shape. Parameters: weight `[contextLength, embedDim]`, normal with
 * standard deviation 0.02.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if x is longer than
 * the context, or its last axis differs.
 * @example
 * new LearnedPositions(16, 4).forward(zeros([2, 10, 4])).shape; // => [2, 10, 4]
 */
export class LearnedPositions extends Module<readonly [x: Tensor, call?: PositionCall]> {
  static override readonly kind: string = 'LearnedPositions';

  readonly weight: Parameter;

  constructor(
    readonly contextLength: number,
    readonly embedDim: number,
  ) {
    super();
    checkCount('LearnedPositions', 'contextLength', contextLength);
    checkCount('LearnedPositions', 'embedDim', embedDim);
    this.weight = scoped(() => new Parameter(normal([contextLength, embedDim], { std: 0.02 })));
  }

  override forward(x: Tensor, call: PositionCall = {}): Tensor {
    const { offset = 0 } = checkOptions(this.kind, call, callOptions);
    checkSequence('LearnedPositions', x, this.embedDim);
    const length = x.shape.at(-2)!;
    if (offset + length > this.contextLength) {
      throw new ShapeError('LearnedPositions', {
        expected: `at most ${this.contextLength} positions`,
        received: offset + length,
        where: `x has shape ${describeShape(x.shape)}`,
      });
    }
    return scoped(() => x.add(this.weight.narrow(0, offset, length)));
  }

  override describe(): string {
    return `${this.contextLength}, ${this.embedDim}`;
  }
}

/** Settings of {@link RotaryPositions}. */
export interface RotaryPositionsOptions extends SinusoidalPositionsOptions {
  /** Whether pairs are neighbours, as in the paper; default false: the halves are paired, as in LLaMA's and GPT-NeoX's weights. */
  readonly interleaved?: boolean;
}

const rotaryOptions: OptionTable<RotaryPositionsOptions> = { ...sinusoidalOptions, interleaved: false };

/**
 * Rotary positions, for the queries and keys of each head: see `rotary`. Nothing is learned, and sequences may be of any length.
 *
 *     y_a = x_a · cos - x_b · sin        y_b = x_b · cos + x_a · sin        by the angle p · base^(-2i / D) for the i-th pair (a, b)
 *
 * Shape: x `[..., L, size]` → same shape.
 * @param size - Features of a head: an even number.
 * @throws {@link ArgumentError} if the size is not an even integer; {@link ShapeError} in `forward` if the last axis of x
 * differs.
 * @example
 * await new RotaryPositions(2).forward(tensor([[1, 0], [1, 0]])).array(); // => [[1, 0], [0.5403, 0.8415]]
 * @see Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021, arXiv:2104.09864
 */
export class RotaryPositions extends Module<readonly [x: Tensor, call?: PositionCall]> {
  static override readonly kind: string = 'RotaryPositions';

  readonly interleaved: boolean;
  readonly #table: PositionTable;

  constructor(
    readonly size: number,
    options: RotaryPositionsOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, rotaryOptions);
    checkCount('RotaryPositions', 'size', size);
    if (size % 2 !== 0) {
      throw new ArgumentError('RotaryPositions', {
        expected: 'an even number of features',
        received: size,
      });
    }
    const { base, interleaved = false } = options;
    this.interleaved = interleaved;
    this.#table = new PositionTable((length, backend) => {
      const { cos, sin } = rotaryTable(length, size, { base, backend });
      return [cos, sin];
    });
  }

  override forward(x: Tensor, call: PositionCall = {}): Tensor {
    const { offset = 0 } = checkOptions(this.kind, call, callOptions);
    checkSequence('RotaryPositions', x, this.size);
    return scoped(() => {
      const [cos, sin] = this.#table.rows(offset, x.shape.at(-2)!, x.backend) as [Tensor, Tensor];
      return rotary(x, { cos, sin }, { interleaved: this.interleaved });
    });
  }

  override forget(): void {
    this.#table.dispose();
  }

  override describe(): string {
    return `${this.size}${this.interleaved ? ', interleaved: true' : ''}`;
  }
}

function checkSequence(subject: string, x: Tensor, size: number): void {
  checkLastAxis(subject, x, size);
  if (x.ndim >= 2) return;
  throw new ShapeError(subject, { expected: 'x of shape [..., L, E]', received: describeShape(x.shape) });
}
