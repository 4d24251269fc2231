// Goodfellow et al., "Generative Adversarial Networks", 2014; Miyato, Koyama, "cGANs with Projection Discriminator", 2018
//
//     x [N, ...exampleShape] → flat → (Linear, leaky ReLU) for each hidden layer, φ(x) → Linear, ψ → score [N, 1]
//
// With classes: score = ψ(φ(x)) + ⟨embedding of the class, φ(x)⟩.
import {
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { Embedding, Flatten, initNormal, LeakyReLU, Linear, Module, Sequential } from '@neurona/layers';
import { checkTensor, scoped, type Tensor } from '@neurona/tensor';
import { checkLabels } from './check-labels.js';
import { checkSizes } from './check-sizes.js';

/** Sizes of a {@link DenseDiscriminator}. */
export interface DenseDiscriminatorConfig {
  /** Features of each hidden layer, default [256, 256]. */
  readonly hiddenSizes?: readonly number[];
  /** Number of classes, default none. */
  readonly numClasses?: number;
}

const configOptions: OptionTable<DenseDiscriminatorConfig> = {
  hiddenSizes: [256, 256],
  numClasses: undefined,
};

/**
 * A discriminator of linear layers, with classes a projection discriminator: a score for each example. Each is judged alone, as gradient
 * penalties need it.
 *
 * Shape: examples `[N, ...exampleShape]` (and labels int32 `[N]` with classes) → scores `[N, 1]`. Parameters: `features.k` and `score` as of
 * `Linear`, `embedding.weight` `[numClasses, hiddenSizes.at(-1)]`.
 * @param exampleShape - Shape of an example, as [28, 28, 1].
 * @param config - `hiddenSizes` ([256, 256]), `numClasses` (none).
 * @throws {@link ArgumentError} if a size is wrong; in `forward` if labels are missing or known to be beyond the classes, {@link ShapeError} if
 * examples have another shape.
 * @example
 * const discriminator = new DenseDiscriminator([8, 8, 1], { numClasses: 10 });
 * discriminator.forward(ones([2, 8, 8, 1]), tensor([3, 7], { dtype: 'int32' })).shape; // => [2, 1]
 * @see Miyato, Koyama, "cGANs with Projection Discriminator", 2018, arXiv:1802.05637
 */
export class DenseDiscriminator extends Module<readonly [examples: Tensor, labels?: Tensor]> {
  static override readonly kind: string = 'DenseDiscriminator';

  readonly features: Sequential;
  readonly score: Linear;
  readonly embedding: Embedding | undefined;
  readonly numClasses: number | undefined;

  constructor(
    readonly exampleShape: Shape,
    config: DenseDiscriminatorConfig = {},
  ) {
    super();
    const { hiddenSizes = [256, 256], numClasses } = checkOptions(
      'DenseDiscriminator',
      config,
      configOptions,
    );
    checkSizes('DenseDiscriminator', 'exampleShape', exampleShape);
    checkSizes('DenseDiscriminator', 'hiddenSizes', hiddenSizes);
    const sizes = [exampleShape.reduce((a, b) => a * b), ...hiddenSizes];
    this.features = new Sequential(
      new Flatten(),
      ...hiddenSizes.flatMap((size, i) => [
        new Linear(sizes[i]!, size),
        new LeakyReLU({ negativeSlope: 0.2 }),
      ]),
    );
    this.score = new Linear(sizes.at(-1)!, 1);
    this.numClasses =
      numClasses === undefined ? undefined : checkCount('DenseDiscriminator', 'numClasses', numClasses);
    this.embedding = numClasses === undefined ? undefined : new Embedding(numClasses, sizes.at(-1)!);
    if (this.embedding) initNormal(this.embedding.weight, { std: 0.1 }); // larger ones would outweigh ψ at first
  }

  override forward(examples: Tensor, labels?: Tensor): Tensor {
    const { shape } = checkTensor('DenseDiscriminator', examples, 'examples');
    const [count, ...one] = shape;
    if (count === undefined || describeShape(one) !== describeShape(this.exampleShape)) {
      throw new ShapeError('DenseDiscriminator', {
        expected: `examples [N, ${this.exampleShape.join(', ')}]`,
        received: describeShape(shape),
      });
    }
    const classes = checkLabels('DenseDiscriminator', labels, this.numClasses, count);
    return scoped(() => {
      const features = this.features.forward(examples); // φ(x) [N, F]
      const score = this.score.forward(features); // [N, 1]
      if (!classes) return score;
      const projection = this.embedding!.forward(classes).mul(features).sum({ axis: 1, keepDims: true });
      return score.add(projection);
    });
  }
}
