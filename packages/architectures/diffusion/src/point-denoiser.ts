// A network that removes noise from points, as that of Sohl-Dickstein et al., "Deep Unsupervised Learning using Nonequilibrium
// Thermodynamics", 2015, arXiv:1503.03585, with what later ones have: the step as sines and cosines, residual blocks.
//
//     x [N, inFeatures] → Linear [N, hiddenSize] → numLayers blocks → SiLU, Linear [N, inFeatures]
//     block:  h + Linear(SiLU(Linear(h) + Linear(SiLU(step and class))))
import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { Linear, Module } from '@neurona/layers';
import { checkTensor, scoped, silu, type Tensor } from '@neurona/tensor';
import { Conditioning } from './conditioning.js';

/** Settings of {@link PointDenoiser}. */
export interface PointDenoiserOptions {
  /** Features of each hidden layer, an even number. Default 128. */
  readonly hiddenSize?: number;
  /** Number of blocks, default 3. */
  readonly numLayers?: number;
  /** Number of classes that it can be asked for, default 0. */
  readonly numClasses?: number;
}

const pointOptions: OptionTable<PointDenoiserOptions> = { hiddenSize: 128, numLayers: 3, numClasses: 0 };

class PointBlock extends Module<readonly [h: Tensor, condition: Tensor]> {
  static override readonly kind: string = 'PointBlock';

  readonly linear1: Linear;
  readonly condition: Linear;
  readonly linear2: Linear;

  constructor(size: number) {
    super();
    this.linear1 = new Linear(size, size);
    this.condition = new Linear(size, size);
    this.linear2 = new Linear(size, size);
  }

  override forward(h: Tensor, condition: Tensor): Tensor {
    const inner = this.linear1.forward(h).add(this.condition.forward(condition));
    return h.add(this.linear2.forward(silu(inner)));
  }
}

/**
 * A denoiser of points, or of any examples with one axis of features.
 *
 * Shape: x `[N, inFeatures]`, t int32 `[N]`, classes int32 `[N]` → `[N, inFeatures]`. Without classes, or with the number after the last
 * one, it predicts for examples of any class.
 * @param inFeatures - Features of an example, 2 for points in the plane.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, `hiddenSize` is odd, or there is no such class.
 * @example
 * const model = new PointDenoiser(2, { hiddenSize: 16 });
 * model.forward(ones([3, 2]), zeros([3], { dtype: 'int32' })).shape; // => [3, 2]
 */
export class PointDenoiser extends Module<readonly [x: Tensor, t: Tensor, classes?: Tensor | undefined]> {
  static override readonly kind: string = 'PointDenoiser';

  readonly numClasses: number;
  readonly conditioning: Conditioning;
  readonly input: Linear;
  readonly blocks: readonly PointBlock[];
  readonly output: Linear;

  constructor(
    readonly inFeatures: number,
    options: PointDenoiserOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, pointOptions);
    const { hiddenSize = 128, numLayers = 3, numClasses = 0 } = options;
    checkCount('PointDenoiser', 'inFeatures', inFeatures);
    checkCount('PointDenoiser', 'half of hiddenSize', hiddenSize / 2);
    checkCount('PointDenoiser', 'numLayers', numLayers);
    this.numClasses = numClasses;
    this.conditioning = new Conditioning('PointDenoiser', hiddenSize, hiddenSize, numClasses);
    this.input = new Linear(inFeatures, hiddenSize);
    this.blocks = Array.from({ length: numLayers }, () => new PointBlock(hiddenSize));
    this.output = new Linear(hiddenSize, inFeatures);
  }

  override forward(x: Tensor, t: Tensor, classes?: Tensor): Tensor {
    checkTensor('PointDenoiser', x, 'x');
    return scoped(() => {
      const condition = silu(this.conditioning.forward(x, t, classes)); // [N, hiddenSize]
      let h = this.input.forward(x);
      for (const block of this.blocks) h = block.forward(h, condition);
      return this.output.forward(silu(h));
    });
  }
}
