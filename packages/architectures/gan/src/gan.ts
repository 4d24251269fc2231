// Goodfellow et al., "Generative Adversarial Networks", 2014; Mirza, Osindero, "Conditional Generative Adversarial Nets", 2014
//
//     noise z [N, Z] (and labels [N]) → generator → examples [N, ...] (and labels) → discriminator → a score for each [N]
import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { type AnyModule, checkModule, Module, rememberModes } from '@neurona/layers';
import {
  checkTensor,
  type Generator,
  isTensor,
  noGrad,
  noteHostValues,
  randn,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { checkLabels } from './check-labels.js';

/** A network that takes a batch, and with classes the labels of its examples. */
export type LabelledModule = AnyModule & { forward(x: Tensor, labels?: Tensor): Tensor };

/** Sizes of a {@link Gan}. */
export interface GanOptions {
  /** Size of the noise that the generator makes an example of. */
  readonly noiseSize: number;
  /** Number of classes; both networks then take labels int32 `[N]` as second argument. Default none. */
  readonly numClasses?: number;
}

const ganOptions: OptionTable<GanOptions> = { noiseSize: 1, numClasses: undefined };

/** Settings of {@link Gan.sample}. */
export interface GanSampleOptions {
  /** The class of each example, where there are classes. */
  readonly labels?: Tensor | readonly number[];
  /** The generator of random numbers; by default the one that `manualSeed` sets. */
  readonly rng?: Generator;
}

const sampleOptions: OptionTable<GanSampleOptions> = { labels: undefined, rng: undefined };

/**
 * Two networks against each other: the generator makes examples out of noise, the discriminator tells them from real ones. They are trained in
 * turns, by the step that {@link ganStep} makes.
 *
 *     min_G max_D  E_x log D(x) + E_z log(1 - D(G(z)))        z ~ N(0, 1)
 *
 * Shape: noise `[N, noiseSize]` (and labels int32 `[N]`) → what the generator makes, `[N, ...]`. Parameters: those of `generator` and of
 * `discriminator`, under these names.
 * @param generator - Takes noise `[N, noiseSize]`.
 * @param discriminator - Returns a score for each example, `[N]` or `[N, 1]`, without sigmoid.
 * @param options - `noiseSize`, `numClasses` (none).
 * @throws {@link ArgumentError} if a network is no module or a size not an integer of at least 1; in `forward` and `judge`
 * {@link ShapeError} if noise has another size or the discriminator gives more than a number for an example, {@link ArgumentError} if a label is
 * known to be beyond the classes.
 * @example
 * const gan = new Gan(new Linear(2, 3), new Linear(3, 1), { noiseSize: 2 });
 * gan.sample(5).shape; // => [5, 3]
 * @see Goodfellow et al., "Generative Adversarial Networks", 2014, arXiv:1406.2661
 */
export class Gan<
  G extends LabelledModule = LabelledModule,
  D extends LabelledModule = LabelledModule,
> extends Module<readonly [noise: Tensor, labels?: Tensor]> {
  static override readonly kind: string = 'Gan';

  readonly generator: G;
  readonly discriminator: D;
  readonly noiseSize: number;
  readonly numClasses: number | undefined;

  constructor(generator: G, discriminator: D, options: GanOptions) {
    super();
    const { noiseSize, numClasses } = checkOptions('Gan', options, ganOptions);
    this.generator = checkModule('Gan', generator);
    this.discriminator = checkModule('Gan', discriminator);
    this.noiseSize = checkCount('Gan', 'noiseSize', noiseSize);
    this.numClasses = numClasses === undefined ? undefined : checkCount('Gan', 'numClasses', numClasses);
  }

  override forward(noise: Tensor, labels?: Tensor): Tensor {
    if (checkTensor('Gan', noise, 'noise').ndim !== 2 || noise.shape[1] !== this.noiseSize) {
      throw new ShapeError('Gan', {
        expected: `noise [N, ${this.noiseSize}]`,
        received: describeShape(noise.shape),
        hint: 'Its size is the option noiseSize.',
      });
    }
    return withLabels(this.generator, noise, checkLabels('Gan', labels, this.numClasses, noise.shape[0]!));
  }

  /** The discriminator's scores of examples, `[N]`: the higher, the more real. */
  judge(examples: Tensor, labels?: Tensor): Tensor {
    const count = checkTensor('Gan.judge', examples, 'examples').shape[0] ?? 1;
    const scores = withLabels(
      this.discriminator,
      examples,
      checkLabels('Gan.judge', labels, this.numClasses, count),
    );
    if (scores.size === count) return scores.reshape([count]);
    throw new ShapeError('Gan.judge', {
      expected: `one number from the discriminator for each of ${count} examples, [${count}, 1]`,
      received: describeShape(scores.shape),
      hint: 'End it with a layer of one output, as new Linear(features, 1).',
    });
  }

  /**
   * Draws noise and makes examples of it, in evaluation mode and without recording.
   * @param count - How many.
   * @param options - `labels` with classes; `rng`.
   * @throws {@link ArgumentError} if `count` isn't an integer of at least 1, or labels are missing, too many or beyond the classes.
   * @example
   * const gan = new Gan(new Linear(2, 3), new Linear(3, 1), { noiseSize: 2 });
   * gan.sample(4, { rng: new Generator(1) }).shape; // => [4, 3]
   */
  sample(count: number, options: GanSampleOptions = {}): Tensor {
    const { labels, rng } = checkOptions('Gan.sample', options, sampleOptions);
    checkCount('Gan.sample', 'count', count);
    const restoreModes = rememberModes(this.generator);
    this.generator.eval();
    try {
      return noGrad(() =>
        scoped(() => {
          const classes = labels === undefined || isTensor(labels) ? labels : labelTensor(labels);
          const checked = checkLabels('Gan.sample', classes, this.numClasses, count);
          return this.forward(randn([count, this.noiseSize], rng && { rng }), checked);
        }),
      );
    } finally {
      restoreModes();
    }
  }
}

/** Labels as a tensor whose values are known. */
function labelTensor(labels: readonly number[]): Tensor {
  const values = Int32Array.from(labels);
  return noteHostValues(tensor(values), values);
}

const withLabels = (network: LabelledModule, x: Tensor, labels: Tensor | undefined): Tensor =>
  labels ? network.forward(x, labels) : network.forward(x);
