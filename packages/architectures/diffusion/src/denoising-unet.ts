// Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
//
//     x [N, H, W, C] → conv [H, W, width] → numBlocks residual blocks, half the size, for each level → two blocks at the lowest, with
//     attention between → up again, each block joined with what came before on that level → norm, SiLU, conv [H, W, C]
//
// Departures from the paper: attention at the lowest resolution only, and there if one wants it; classes beside the step.
import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { Conv2d, GroupNorm, Module } from '@neurona/layers';
import { checkTensor, concat, interpolate, scoped, silu, type Tensor } from '@neurona/tensor';
import { checkWithin } from './check.js';
import { Conditioning } from './conditioning.js';
import { ResidualBlock } from './residual-block.js';
import { SpatialAttention } from './spatial-attention.js';

/** Settings of {@link DenoisingUNet}. */
export interface DenoisingUNetOptions {
  /** Channels of an image, default 1. */
  readonly inChannels?: number;
  /** Channels of the first level, an even number. Default 32. */
  readonly width?: number;
  /** Channels of each level, in widths; each level after the first has half the size. Default [1, 2]. */
  readonly multipliers?: readonly number[];
  /** Residual blocks of a level on the way down, default 1; one more on the way up. */
  readonly numBlocks?: number;
  /** Number of classes that it can be asked for, default 0. */
  readonly numClasses?: number;
  /** Groups of the norms; they must divide the channels of every level. Default 8. */
  readonly numGroups?: number;
  /** Whether pixels attend to each other at the lowest resolution, default false. */
  readonly attention?: boolean;
  /** Probability of dropout in the residual blocks, default 0. */
  readonly dropout?: number;
}

const unetOptions: OptionTable<DenoisingUNetOptions> = {
  inChannels: 1,
  width: 32,
  multipliers: [1, 2],
  numBlocks: 1,
  numClasses: 0,
  numGroups: 8,
  attention: false,
  dropout: 0,
};

/** A level on the way down: blocks and what halves the size, if there is a level below. */
class DownLevel extends Module<readonly [h: Tensor, condition: Tensor], Tensor[]> {
  static override readonly kind: string = 'DownLevel';

  constructor(
    readonly blocks: readonly ResidualBlock[],
    readonly downsample: Conv2d | undefined,
  ) {
    super();
  }

  /** What each block and the convolution returns. */
  override forward(h: Tensor, condition: Tensor): Tensor[] {
    const results = [h];
    for (const block of this.blocks) results.push(block.forward(results.at(-1)!, condition));
    if (this.downsample) results.push(this.downsample.forward(results.at(-1)!));
    return results.slice(1);
  }
}

/** A level on the way up: blocks, each joined with a result of the way down, and what doubles the size, if there is a level above. */
class UpLevel extends Module<readonly [h: Tensor, condition: Tensor, skipped: Tensor[]]> {
  static override readonly kind: string = 'UpLevel';

  constructor(
    readonly blocks: readonly ResidualBlock[],
    readonly upsample: Conv2d | undefined,
  ) {
    super();
  }

  /** @param skipped - The results of the way down; those that are joined are taken off. */
  override forward(h: Tensor, condition: Tensor, skipped: Tensor[]): Tensor {
    let y = h;
    for (const block of this.blocks) y = block.forward(concat([y, skipped.pop()!], { axis: -1 }), condition);
    return this.upsample ? this.upsample.forward(interpolate(y, { scaleFactor: 2, mode: 'nearest' })) : y;
  }
}

/** The blocks at the lowest resolution. */
class MiddleLevel extends Module<readonly [h: Tensor, condition: Tensor]> {
  static override readonly kind: string = 'MiddleLevel';

  constructor(
    readonly block1: ResidualBlock,
    readonly attention: SpatialAttention | undefined,
    readonly block2: ResidualBlock,
  ) {
    super();
  }

  override forward(h: Tensor, condition: Tensor): Tensor {
    const y = this.block1.forward(h, condition);
    return this.block2.forward(this.attention ? this.attention.forward(y) : y, condition);
  }
}

/**
 * A denoiser of images: a U-Net that is told the step and, if wanted, the class.
 *
 * Shape: x `[N, H, W, inChannels]`, t int32 `[N]`, classes int32 `[N]` → as x. H and W must be multiples of 2^(levels - 1). Without
 * classes, or with the number after the last one, it predicts for images of any class.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, `width` is odd, the groups don't divide the channels, or there
 * is no such class; {@link ShapeError} in `forward` if x has other channels, or a size that can't be halved as often.
 * @example
 * const model = new DenoisingUNet({ width: 8, numClasses: 10 });
 * model.forward(ones([2, 8, 8, 1]), zeros([2], { dtype: 'int32' })).shape; // => [2, 8, 8, 1]
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
 */
export class DenoisingUNet extends Module<readonly [x: Tensor, t: Tensor, classes?: Tensor | undefined]> {
  static override readonly kind: string = 'DenoisingUNet';

  readonly inChannels: number;
  readonly numClasses: number;
  readonly conditioning: Conditioning;
  readonly input: Conv2d;
  readonly downs: readonly DownLevel[];
  readonly middle: MiddleLevel;
  readonly ups: readonly UpLevel[];
  readonly norm: GroupNorm;
  readonly output: Conv2d;

  constructor(options: DenoisingUNetOptions = {}) {
    super();
    checkOptions(this.kind, options, unetOptions);
    const { inChannels = 1, width = 32, multipliers = [1, 2], numBlocks = 1 } = options;
    const { numClasses = 0, numGroups = 8, attention = false, dropout = 0 } = options;
    checkSizes({ inChannels, numBlocks, numGroups, 'half of width': width / 2 });
    checkMultipliers(multipliers, width, numGroups);
    checkWithin('DenoisingUNet', 'dropout', dropout, 0, 1);
    const conditionSize = 4 * width;
    const channels = multipliers.map((multiplier) => multiplier * width);
    const block = (from: number, to: number): ResidualBlock =>
      new ResidualBlock(from, to, conditionSize, { numGroups, dropout });
    const conv = (from: number, to: number, stride = 1): Conv2d =>
      new Conv2d(from, to, 3, { padding: 1, stride });
    const skipped = [width]; // channels of the results of the way down
    const down = (size: number, level: number): DownLevel => {
      const blocks = Array.from({ length: numBlocks }, () => {
        const made = block(skipped.at(-1)!, size);
        skipped.push(size);
        return made;
      });
      const isLast = level === channels.length - 1;
      if (!isLast) skipped.push(size);
      return new DownLevel(blocks, isLast ? undefined : conv(size, size, 2));
    };
    this.inChannels = inChannels;
    this.numClasses = numClasses;
    this.conditioning = new Conditioning('DenoisingUNet', width, conditionSize, numClasses);
    this.input = conv(inChannels, width);
    this.downs = channels.map(down);
    const lowest = channels.at(-1)!;
    this.middle = new MiddleLevel(
      block(lowest, lowest),
      attention ? new SpatialAttention(lowest, numGroups) : undefined,
      block(lowest, lowest),
    );
    let below = lowest;
    const up = (size: number, index: number): UpLevel => {
      const blocks = Array.from({ length: numBlocks + 1 }, () => {
        const made = block(below + skipped.pop()!, size);
        below = size;
        return made;
      });
      return new UpLevel(blocks, index === channels.length - 1 ? undefined : conv(size, size));
    };
    this.ups = channels.toReversed().map(up);
    this.norm = new GroupNorm(numGroups, width * multipliers[0]!);
    this.output = conv(width * multipliers[0]!, inChannels);
  }

  override forward(x: Tensor, t: Tensor, classes?: Tensor): Tensor {
    this.checkImages(x);
    return scoped(() => {
      const condition = silu(this.conditioning.forward(x, t, classes)); // [N, 4 · width]
      const skipped = [this.input.forward(x)];
      for (const level of this.downs) skipped.push(...level.forward(skipped.at(-1)!, condition));
      let h = this.middle.forward(skipped.at(-1)!, condition);
      for (const level of this.ups) h = level.forward(h, condition, skipped);
      return this.output.forward(silu(this.norm.forward(h)));
    });
  }

  private checkImages(x: Tensor): void {
    const { ndim, shape } = checkTensor('DenoisingUNet', x, 'x');
    const factor = 2 ** (this.downs.length - 1);
    const where = `x has shape ${describeShape(shape)}`;
    if (ndim !== 4 || shape[3] !== this.inChannels) {
      throw new ShapeError('DenoisingUNet', {
        expected: `images [N, H, W, ${this.inChannels}]`,
        received: describeShape(shape),
      });
    }
    if (shape[1]! % factor === 0 && shape[2]! % factor === 0) return;
    throw new ShapeError('DenoisingUNet', {
      expected: `a height and width that can be halved ${this.downs.length - 1} times`,
      received: `${shape[1]} × ${shape[2]}`,
      where,
      hint: `Pad the images to multiples of ${factor}, or leave out a level of multipliers.`,
    });
  }
}

function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) checkCount('DenoisingUNet', name, size);
}

function checkMultipliers(multipliers: readonly number[], width: number, numGroups: number): void {
  if (!Array.isArray(multipliers) || multipliers.length === 0) {
    throw new ArgumentError('DenoisingUNet', {
      expected: 'multipliers to be one or more integers of at least 1',
      received: multipliers,
    });
  }
  for (const multiplier of [1, ...multipliers]) {
    checkCount('DenoisingUNet', 'each of multipliers', multiplier);
    if ((multiplier * width) % numGroups === 0) continue;
    throw new ArgumentError('DenoisingUNet', {
      expected: 'numGroups to divide the channels of every level',
      received: `${numGroups} for ${multiplier * width}`,
    });
  }
}
