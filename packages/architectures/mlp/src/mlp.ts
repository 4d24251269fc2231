// Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", 1986
//
//     x [..., sizes[0]] → (Linear, norm, activation, dropout) for each hidden size → Linear → output [..., sizes.at(-1)]
//
// A Sequential, so that the keys of its state dictionary are those of PyTorch's nn.Sequential of the same layers.
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import {
  BatchNorm1d,
  Dropout,
  ELU,
  GELU,
  LayerNorm,
  LeakyReLU,
  Linear,
  ReLU,
  SELU,
  Sequential,
  type SequentialItem,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Tanh,
} from '@neurona/layers';

/** An activation of an {@link MLP}, by name. */
export type MLPActivation =
  | 'elu'
  | 'gelu'
  | 'leakyReLU'
  | 'relu'
  | 'selu'
  | 'sigmoid'
  | 'silu'
  | 'softplus'
  | 'tanh';

type Maker = (features: number) => SequentialItem;

const activations: Readonly<Record<MLPActivation, Maker>> = {
  elu: () => new ELU(),
  gelu: () => new GELU(),
  leakyReLU: () => new LeakyReLU(),
  relu: () => new ReLU(),
  selu: () => new SELU(),
  sigmoid: () => new Sigmoid(),
  silu: () => new SiLU(),
  softplus: () => new Softplus(),
  tanh: () => new Tanh(),
};

const norms: Readonly<Record<'batch' | 'layer', Maker>> = {
  batch: (features) => new BatchNorm1d(features),
  layer: (features) => new LayerNorm(features),
};

const outputs: Readonly<Record<MLPActivation | 'softmax', Maker>> = {
  ...activations,
  softmax: () => new Softmax(),
};

/** Settings of {@link MLP}. */
export interface MLPOptions {
  /** What follows each hidden layer: a name, or a function that makes a module. Default `relu`. */
  readonly activation?: MLPActivation | (() => SequentialItem);
  /** Normalisation between a hidden layer and its activation: a name, or a function of the features. Default none. */
  readonly norm?: 'batch' | 'layer' | ((features: number) => SequentialItem);
  /** Probability with which values of hidden layers are dropped in training, default 0: no dropout. */
  readonly dropout?: number;
  /** What follows the last layer: a name, or a function that makes a module. Default none: scores, as `crossEntropy` takes them. */
  readonly output?: MLPActivation | 'softmax' | (() => SequentialItem);
  /** Whether the linear maps add biases, default true. */
  readonly bias?: boolean;
}

const mlpOptions: OptionTable<MLPOptions> = {
  activation: 'relu',
  norm: undefined,
  dropout: 0,
  output: undefined,
  bias: true,
};

/**
 * Multilayer perceptron: linear maps with an activation after each but the last.
 *
 *     h₀ = x        h_i = dropout(activation(norm(h_{i-1} · W_i + b_i)))        y = output(h_{n-1} · W_n + b_n)
 *
 * Shape: x `[..., sizes[0]]` → `[..., sizes.at(-1)]`. Batch normalisation takes x `[N, D]` or `[N, L, D]`.
 * @param sizes - Features of the input, of each hidden layer, and of the output.
 * @throws {@link ArgumentError} if there are fewer than two sizes, one is not an integer of at least 1, a name is unknown, or
 * `dropout` is not in [0, 1].
 * @example
 * const model = new MLP([13, 5, 5, 3], { activation: 'tanh' });
 * model.forward(ones([8, 13])).shape; // => [8, 3]
 * @see Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", 1986
 */
export class MLP extends Sequential {
  static override readonly kind: string = 'MLP';

  constructor(
    readonly sizes: readonly number[],
    options: MLPOptions = {},
  ) {
    super(...layersOf(sizes, options));
  }
}

function layersOf(sizes: readonly number[], options: MLPOptions): SequentialItem[] {
  checkOptions('MLP', options, mlpOptions);
  checkSizes(sizes);
  const { activation = 'relu', norm, dropout = 0, output, bias = true } = options;
  const activate = makerOf('activation', activation, activations);
  const normalise = norm === undefined ? undefined : makerOf('norm', norm, norms);
  const last = output === undefined ? undefined : makerOf('output', output, outputs);
  const hidden = sizes
    .slice(1, -1)
    .flatMap((size, i): SequentialItem[] => [
      new Linear(sizes[i]!, size, { bias }),
      ...(normalise ? [normalise(size)] : []),
      activate(size),
      ...(dropout === 0 ? [] : [new Dropout(dropout)]),
    ]);
  const head = new Linear(sizes.at(-2)!, sizes.at(-1)!, { bias });
  return [...hidden, head, ...(last ? [last(head.outFeatures)] : [])];
}

function checkSizes(sizes: readonly number[]): void {
  const isCount = (size: unknown): boolean => Number.isInteger(size) && (size as number) >= 1;
  if (Array.isArray(sizes) && sizes.length >= 2 && sizes.every(isCount)) return;
  throw new ArgumentError('MLP', {
    expected: 'sizes to be two or more integers of at least 1',
    received: sizes,
    hint: 'They are the features of the input, of each hidden layer, and of the output: new MLP([784, 128, 10]).',
  });
}

/** What makes the modules of a choice: the function passed, or that of the name. */
function makerOf(option: string, choice: string | Maker, table: Readonly<Record<string, Maker>>): Maker {
  if (typeof choice === 'function') return choice;
  if (Object.hasOwn(table, choice)) return table[choice]!;
  throw new ArgumentError('MLP', {
    expected: `${option} to be one of ${Object.keys(table).join(', ')}, or a function that makes a module`,
    received: choice,
  });
}
