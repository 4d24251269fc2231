// Hinton, Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science 313, 2006
//
//     x [N, ...] → flat [N, sizes[0]] → (Linear, activation) down to the code [N, sizes.at(-1)] → the same sizes up again → [N, sizes[0]]
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { Flatten, Linear, type Module, Sequential } from '@neurona/layers';
import { type AutoencoderActivation, activationsOf } from './activations.js';
import { Autoencoder } from './autoencoder.js';
import { type CorruptionOptions, corruptionOptions } from './corruption.js';
import { TiedLinear } from './tied-linear.js';

/** Settings of a {@link DenseAutoencoder}. */
export interface DenseAutoencoderOptions extends CorruptionOptions {
  /** What follows each hidden layer, default `relu`. */
  readonly activation?: AutoencoderActivation;
  /** What follows the code, default `none`. */
  readonly codeActivation?: AutoencoderActivation;
  /** What follows the last layer, default `sigmoid`, as values from 0 to 1 need it. */
  readonly output?: AutoencoderActivation;
  /** Whether each layer of the decoder has the weights of the encoder's, transposed; default false. */
  readonly tied?: boolean;
}

const denseOptions: OptionTable<DenseAutoencoderOptions> = {
  ...corruptionOptions,
  activation: 'relu',
  codeActivation: 'none',
  output: 'sigmoid',
  tied: false,
};

/** One layer of the encoder with its activation, and the one of the decoder that undoes it. */
interface Level {
  readonly down: readonly Module[];
  readonly up: readonly Module[];
}

/**
 * A stacked autoencoder of linear layers: sizes down to the code, and the same sizes back.
 *
 *     h_i = activation(h_{i-1} · W_i + b_i)        ĥ_{i-1} = activation(ĥ_i · V_i + c_i)        tied: V_i = W_iᵀ
 *
 * Shape: x `[N, ...]` of `sizes[0]` values each → same shape; code `[N, sizes.at(-1)]`. State: `encoder.1.weight` `[sizes[0], sizes[1]]`, …,
 * `decoder.0.weight`, …; tied weights are stated once, by the encoder.
 * @param sizes - Values of an example, features of each hidden layer, size of the code.
 * @param options - `activation` (relu), `codeActivation` (none), `output` (sigmoid), `tied` (false), `noise` (0), `dropout` (0).
 * @throws {@link ArgumentError} if there are fewer than two sizes, one is no integer of at least 1, or an option is unknown.
 * @example
 * const model = new DenseAutoencoder([784, 100, 30]);
 * model.encode(ones([8, 28, 28, 1])).shape; // => [8, 30]
 * model.forward(ones([8, 28, 28, 1])).shape; // => [8, 28, 28, 1]
 * @see Hinton, Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", 2006
 */
export class DenseAutoencoder extends Autoencoder {
  static override readonly kind: string = 'DenseAutoencoder';

  readonly #levels: readonly Level[];

  constructor(
    readonly sizes: readonly number[],
    options: DenseAutoencoderOptions = {},
  ) {
    const { noise = 0, dropout = 0 } = checkOptions('DenseAutoencoder', options, denseOptions);
    checkSizes(sizes);
    const levels = sizes.slice(1).map((_, i) => levelOf(sizes, i, options));
    super(
      new Sequential(new Flatten(), ...levels.flatMap(({ down }) => down)),
      new Sequential(...levels.toReversed().flatMap(({ up }) => up)),
      { codeShape: [sizes.at(-1)!], noise, dropout },
    );
    this.#levels = levels;
  }

  /**
   * The autoencoders that are stacked, outermost first: each has the layers of one level, shared with this model, and reconstructs the
   * code of the one before.
   */
  levels(): Autoencoder[] {
    const { noise, dropout } = this.corruption;
    return this.#levels.map(
      ({ down, up }, i) =>
        new Autoencoder(new Sequential(...down), new Sequential(...up), {
          codeShape: [this.sizes[i + 1]!],
          noise,
          dropout,
        }),
    );
  }
}

function levelOf(sizes: readonly number[], i: number, options: DenseAutoencoderOptions): Level {
  const { activation = 'relu', codeActivation = 'none', output = 'sigmoid', tied = false } = options;
  const make = (option: 'activation' | 'codeActivation' | 'output', name: AutoencoderActivation): Module[] =>
    activationsOf('DenseAutoencoder', option, name);
  const down = new Linear(sizes[i]!, sizes[i + 1]!);
  const up = tied ? new TiedLinear(down) : new Linear(sizes[i + 1]!, sizes[i]!);
  return {
    down: [
      down,
      ...(i === sizes.length - 2 ? make('codeActivation', codeActivation) : make('activation', activation)),
    ],
    up: [up, ...(i === 0 ? make('output', output) : make('activation', activation))],
  };
}

function checkSizes(sizes: readonly number[]): void {
  const isCount = (size: unknown): boolean => Number.isInteger(size) && (size as number) >= 1;
  if (Array.isArray(sizes) && sizes.length >= 2 && sizes.every(isCount)) return;
  throw new ArgumentError('DenseAutoencoder', {
    expected: 'sizes to be two or more integers of at least 1',
    received: sizes,
    hint: 'They are the values of an example, the features of each hidden layer, and the size of the code: new DenseAutoencoder([784, 100, 30]).',
  });
}

/**
 * An autoencoder of two linear maps: trained by the mean squared error, its codes span the plane of the first principal components.
 *
 *     code = x · W + b        x̂ = code · V + c
 *
 * Shape: x `[N, inFeatures]` → same shape; code `[N, codeSize]`.
 * @example
 * linearAutoencoder(3, 2).encode(ones([60, 3])).shape; // => [60, 2]
 * @see Baldi, Hornik, "Neural networks and principal component analysis: Learning from examples without local minima", 1989
 */
export const linearAutoencoder = (inFeatures: number, codeSize: number): DenseAutoencoder =>
  new DenseAutoencoder([inFeatures, codeSize], { output: 'none' });
