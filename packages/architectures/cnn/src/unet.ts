// Ronneberger, Fischer, Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015, arXiv:1505.04597
//
//     x [N, H, W, 3] → two convs [H, W, 64] → down to [H / 16, W / 16, 1024], twice the channels at half the size each time
//     → up again, each time joined with what came before the pool of that size [H, W, 64] → conv 1×1 [H, W, 2]
//
// Departures from the paper: padded convolutions with batch norm, so that the result has the size of the image. State dictionaries have
// the names that are usual in PyTorch (inc, down1, up1, outc).
import { ArgumentError, checkCount, checkOptions, type OptionTable, withDefaults } from '@neurona/backend';
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  Upsample,
} from '@neurona/layers';
import { concat, pad, type Tensor } from '@neurona/tensor';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';

/** Sizes of a {@link UNet}. */
export interface UNetConfig extends Required<ImageModelOptions> {
  /** Channels of the first level, twice as many in each next one. */
  readonly width: number;
  /** How often the size is halved. */
  readonly depth: number;
  /** How the size is doubled: by transposed convolutions, or by bilinear interpolation with fewer channels. */
  readonly upsampling: 'transposed' | 'bilinear';
}

/** The published size. */
export const unetConfig: UNetConfig = {
  numClasses: 2,
  inChannels: 3,
  width: 64,
  depth: 4,
  upsampling: 'transposed',
};

const table: OptionTable<UNetConfig> = unetConfig;

/** Two convolutions with norms. */
class DoubleConv extends Module {
  static override readonly kind: string = 'DoubleConv';

  readonly doubleConv: Sequential;

  constructor(inChannels: number, outChannels: number, middle = outChannels) {
    super();
    this.doubleConv = new Sequential(
      new Conv2d(inChannels, middle, 3, { padding: 1, bias: false }),
      new BatchNorm2d(middle),
      new ReLU(),
      new Conv2d(middle, outChannels, 3, { padding: 1, bias: false }),
      new BatchNorm2d(outChannels),
      new ReLU(),
    );
  }

  override forward(x: Tensor): Tensor {
    return this.doubleConv.forward(x);
  }
}

/** Half the size. */
class Down extends Module {
  static override readonly kind: string = 'Down';

  readonly maxpoolConv: Sequential;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.maxpoolConv = new Sequential(new MaxPool2d(2), new DoubleConv(inChannels, outChannels));
  }

  override forward(x: Tensor): Tensor {
    return this.maxpoolConv.forward(x);
  }
}

/** Twice the size, joined with what had that size before. */
class Up extends Module<readonly [Tensor, Tensor]> {
  static override readonly kind: string = 'Up';

  readonly up: Module;
  readonly conv: DoubleConv;

  constructor(inChannels: number, outChannels: number, isTransposed: boolean) {
    super();
    this.up = isTransposed
      ? new ConvTranspose2d(inChannels, Math.floor(inChannels / 2), 2, { stride: 2 })
      : new Upsample({ scaleFactor: 2, mode: 'bilinear', alignCorners: true });
    this.conv = new DoubleConv(
      inChannels,
      outChannels,
      isTransposed ? outChannels : Math.floor(inChannels / 2),
    );
  }

  override forward(x: Tensor, skipped: Tensor): Tensor {
    const y = this.up.forward(x);
    const rows = skipped.shape[1]! - y.shape[1]!;
    const columns = skipped.shape[2]! - y.shape[2]!;
    const half = (count: number): [number, number] => [count >> 1, count - (count >> 1)];
    const padded = rows + columns === 0 ? y : pad(y, [[0, 0], half(rows), half(columns), [0, 0]]); // odd sizes lose a row
    return this.conv.forward(concat([skipped, padded], { axis: -1 }));
  }
}

class OutConv extends Module {
  static override readonly kind: string = 'OutConv';

  readonly conv: Conv2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, 1);
  }

  override forward(x: Tensor): Tensor {
    return this.conv.forward(x);
  }
}

/**
 * A U-Net: says for each pixel which class it belongs to.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H, W, numClasses]`, features `[N, H, W, width]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is smaller
 * than 2^depth.
 * @example
 * unet({ width: 4, depth: 2 }).forward(ones([1, 16, 20, 3])).shape; // => [1, 16, 20, 2]
 * @see Ronneberger et al., "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015, arXiv:1505.04597
 */
export class UNet extends ImageModel {
  static override readonly kind: string = 'UNet';

  readonly inc: DoubleConv;
  /** `down1`, `down2`, … in state dictionaries. */
  readonly downs: readonly Down[];
  /** `up1`, `up2`, … in state dictionaries. */
  readonly ups: readonly Up[];
  outc: OutConv;

  constructor(config: UNetConfig) {
    super(checkOptions('UNet', config, table));
    const { width, depth, upsampling, inChannels, numClasses } = config;
    checkCount('UNet', 'width', width);
    checkCount('UNet', 'depth', depth);
    if (upsampling !== 'transposed' && upsampling !== 'bilinear')
      throw new ArgumentError('UNet', {
        expected: "upsampling 'transposed' or 'bilinear'",
        received: upsampling,
      });
    const isTransposed = upsampling === 'transposed';
    const factor = isTransposed ? 1 : 2;
    const at = (level: number): number => width * 2 ** level;
    const levels = Array.from({ length: depth }, (_, i) => i + 1);
    this.inc = new DoubleConv(inChannels, width);
    this.downs = levels.map((level) => new Down(at(level - 1), at(level) / (level === depth ? factor : 1)));
    this.ups = levels
      .toReversed()
      .map((level) => new Up(at(level), level === 1 ? width : at(level - 1) / factor, isTransposed));
    this.outc = new OutConv(width, numClasses);
  }

  /** @internal */
  override *entries(): Generator<readonly [string, unknown]> {
    yield ['inc', this.inc];
    for (const [i, down] of this.downs.entries()) yield [`down${i + 1}`, down];
    for (const [i, up] of this.ups.entries()) yield [`up${i + 1}`, up];
    yield ['outc', this.outc];
  }

  override get stages(): Stages {
    const names = Array.from(this.entries(), ([name]): [string, string[]] => [name, [name]]);
    return Object.fromEntries(names.map(([name, paths]) => [name === 'outc' ? 'head' : name, paths]));
  }

  protected override extract(x: Tensor): Tensor {
    const levels = [this.inc.forward(x)];
    for (const down of this.downs) levels.push(down.forward(levels.at(-1)!));
    return this.ups.reduce((y, up) => up.forward(y, levels.pop()!), levels.pop()!); // [N, H, W, width]
  }

  override classify(features: Tensor): Tensor {
    return this.outc.forward(features);
  }

  protected override replaceClassifier(numClasses: number): void {
    const { inChannels } = this.outc.conv;
    this.outc.dispose();
    this.outc = new OutConv(inChannels, numClasses);
  }
}

/**
 * Makes a {@link UNet}: 31.0 million parameters.
 * @param options - `numClasses` (2), `inChannels` (3), `width` (64), `depth` (4), `upsampling` ('transposed').
 * @example
 * unet({ numClasses: 4, width: 2 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 32, 32, 4]
 */
export const unet = (options: Partial<UNetConfig> = {}): UNet =>
  new UNet(withDefaults<Partial<UNetConfig>, UNetConfig>('unet', options, unetConfig));
