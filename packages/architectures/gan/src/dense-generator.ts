// Goodfellow et al., "Generative Adversarial Networks", 2014; Mirza, Osindero, "Conditional Generative Adversarial Nets", 2014
//
//     z [N, Z] (and classes, one-hot [N, K]) → (Linear, ReLU) for each hidden layer → Linear, activation → examples [N, ...exampleShape]
import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { Linear, Module, ReLU, Sequential, type SequentialItem, Sigmoid, Tanh } from '@neurona/layers';
import { checkTensor, concat, oneHot, scoped, type Tensor } from '@neurona/tensor';
import { checkLabels } from './check-labels.js';
import { checkSizes } from './check-sizes.js';

/** Sizes and settings of a {@link DenseGenerator}. */
export interface DenseGeneratorConfig {
  /** Size of the noise, default 32. */
  readonly noiseSize?: number;
  /** Features of each hidden layer, default [256, 256]. */
  readonly hiddenSizes?: readonly number[];
  /** Number of classes, put beside the noise as one-hot vectors; default none. */
  readonly numClasses?: number;
  /** What ends it: `sigmoid` for values in [0, 1], `tanh` for [-1, 1], `none` for any. Default `sigmoid`. */
  readonly output?: 'none' | 'sigmoid' | 'tanh';
}

const configOptions: OptionTable<DenseGeneratorConfig> = {
  noiseSize: 32,
  hiddenSizes: [256, 256],
  numClasses: undefined,
  output: 'sigmoid',
};

const endings: Readonly<Record<string, () => SequentialItem[]>> = {
  none: () => [],
  sigmoid: () => [new Sigmoid()],
  tanh: () => [new Tanh()],
};

/**
 * A generator of linear layers, for examples that are small or no images.
 *
 * Shape: noise `[N, noiseSize]` (and labels int32 `[N]` with classes) → `[N, ...exampleShape]`. Parameters: `main.k` as of `Linear`.
 * @param exampleShape - Shape of an example, as [28, 28, 1].
 * @param config - `noiseSize` (32), `hiddenSizes` ([256, 256]), `numClasses` (none), `output` (sigmoid).
 * @throws {@link ArgumentError} if a size or name is wrong; in `forward` if labels are missing or known to be beyond the classes,
 * {@link ShapeError} if the noise has another size.
 * @example
 * const generator = new DenseGenerator([8, 8, 1], { noiseSize: 16, numClasses: 10 });
 * generator.forward(randn([2, 16]), tensor([3, 7], { dtype: 'int32' })).shape; // => [2, 8, 8, 1]
 * @see Mirza, Osindero, "Conditional Generative Adversarial Nets", 2014, arXiv:1411.1784
 */
export class DenseGenerator extends Module<readonly [noise: Tensor, labels?: Tensor]> {
  static override readonly kind: string = 'DenseGenerator';

  readonly main: Sequential;
  readonly noiseSize: number;
  readonly numClasses: number | undefined;

  constructor(
    readonly exampleShape: Shape,
    config: DenseGeneratorConfig = {},
  ) {
    super();
    const {
      noiseSize = 32,
      hiddenSizes = [256, 256],
      numClasses,
      output = 'sigmoid',
    } = checkOptions('DenseGenerator', config, configOptions);
    checkSizes('DenseGenerator', 'exampleShape', exampleShape);
    checkSizes('DenseGenerator', 'hiddenSizes', hiddenSizes);
    this.noiseSize = checkCount('DenseGenerator', 'noiseSize', noiseSize);
    this.numClasses =
      numClasses === undefined ? undefined : checkCount('DenseGenerator', 'numClasses', numClasses);
    if (!Object.hasOwn(endings, output)) {
      throw new ArgumentError('DenseGenerator', {
        expected: `output to be one of ${Object.keys(endings).join(', ')}`,
        received: output,
      });
    }
    const sizes = [noiseSize + (numClasses ?? 0), ...hiddenSizes];
    const hidden = hiddenSizes.flatMap((size, i) => [new Linear(sizes[i]!, size), new ReLU()]);
    const last = new Linear(
      sizes.at(-1)!,
      exampleShape.reduce((a, b) => a * b),
    );
    this.main = new Sequential(...hidden, last, ...endings[output]!());
  }

  override forward(noise: Tensor, labels?: Tensor): Tensor {
    const { ndim, shape } = checkTensor('DenseGenerator', noise, 'noise');
    if (ndim !== 2 || shape[1] !== this.noiseSize) {
      throw new ShapeError('DenseGenerator', {
        expected: `noise [N, ${this.noiseSize}]`,
        received: describeShape(shape),
      });
    }
    const classes = checkLabels('DenseGenerator', labels, this.numClasses, shape[0]!);
    return scoped(() => {
      const code = classes
        ? concat([noise, oneHot(classes, this.numClasses!, { dtype: noise.dtype })], { axis: 1 })
        : noise;
      return this.main.forward(code).reshape([shape[0]!, ...this.exampleShape]);
    });
  }
}
