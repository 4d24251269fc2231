// van den Oord, Vinyals, Kavukcuoglu, "Neural Discrete Representation Learning", 2017, arXiv:1711.00937
//
//     x [N, H, W, C] → (conv 4×4, stride 2, ReLU) for each halving → conv 3×3 → residual blocks → conv 1×1 [N, H / 2ⁿ, W / 2ⁿ, D]
//     → nearest codes → conv 3×3 → residual blocks → (transposed conv 4×4, stride 2) for each doubling [N, H, W, C]
//
// Departures from the paper: sizes by default are for digits; dead codes are replaced, see VectorQuantizer.
import { ArgumentError, checkCount, checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import {
  Conv2d,
  ConvTranspose2d,
  Module,
  ReLU,
  Residual,
  Sequential,
  type SequentialItem,
} from '@neurona/layers';
import { scoped, type Tensor } from '@neurona/tensor';
import { checkExamples } from './check.js';
import {
  type Quantized,
  VectorQuantizer,
  type VectorQuantizerOptions,
  vectorQuantizerOptions,
} from './vector-quantizer.js';

/** Sizes and settings of a {@link VQVAE}. */
export interface VQVAEConfig extends VectorQuantizerOptions {
  /** Shape of an image, default [28, 28, 1]. */
  readonly inputShape?: Shape;
  /** How often height and width are halved, default 2. */
  readonly depth?: number;
  /** Channels of the convolutions, default 32. */
  readonly channels?: number;
  /** Residual blocks of encoder and decoder, default 1. */
  readonly numBlocks?: number;
  /** Number K of codes, default 64. */
  readonly numCodes?: number;
  /** Features D of a code, default 16. */
  readonly codeSize?: number;
}

const vqvaeConfig: OptionTable<VQVAEConfig> = {
  ...vectorQuantizerOptions,
  inputShape: [28, 28, 1],
  depth: 2,
  channels: 32,
  numBlocks: 1,
  numCodes: 64,
  codeSize: 16,
};

/** What {@link VQVAE.forward} returns. */
export interface VQVAEOutput extends Omit<Quantized, 'quantized'> {
  /** The reconstruction `[N, H, W, C]`. */
  readonly output: Tensor;
}

const block = (channels: number): SequentialItem =>
  new Residual(
    new Sequential(
      new ReLU(),
      new Conv2d(channels, channels, 3, { padding: 1 }),
      new ReLU(),
      new Conv2d(channels, channels, 1),
    ),
  );

/**
 * Autoencoder whose code of an image is a grid of numbers: each place of the encoder's feature map is replaced by the nearest of K vectors. A model
 * of sequences that has learned such grids writes new ones, and the decoder makes images of them. Train it with {@link vqSteps}.
 *
 * Shape: x `[N, H, W, C]` → output `[N, H, W, C]`, codes int32 `[N, H / 2ⁿ, W / 2ⁿ]`, commitment and perplexity `[]`. Parameters: `encoder` and
 * `decoder`, each a `Sequential`; `quantizer`, whose codebook is a buffer.
 * @param config - `inputShape` ([28, 28, 1]), `depth` (2), `channels` (32), `numBlocks` (1), `numCodes` (64), `codeSize` (16), and the settings of
 * {@link VectorQuantizer}.
 * @throws {@link ArgumentError} if a setting is out of its range, or height or width isn't divisible by 2ⁿ.
 * @example
 * const model = new VQVAE({ inputShape: [8, 8, 1], channels: 4, numCodes: 8, codeSize: 2 }).eval();
 * const codes = model.encode(ones([3, 8, 8, 1]));
 * codes.shape; // => [3, 2, 2]
 * model.decode(codes).shape; // => [3, 8, 8, 1]
 * @see van den Oord, Vinyals, Kavukcuoglu, "Neural Discrete Representation Learning", 2017, arXiv:1711.00937
 */
export class VQVAE extends Module<readonly [x: Tensor], VQVAEOutput> {
  static override readonly kind: string = 'VQVAE';

  readonly inputShape: Shape;
  readonly depth: number;
  readonly encoder: Sequential;
  readonly quantizer: VectorQuantizer;
  readonly decoder: Sequential;

  constructor(config: VQVAEConfig = {}) {
    super();
    checkOptions('VQVAE', config, vqvaeConfig);
    const { inputShape = [28, 28, 1], depth = 2, channels = 32, numBlocks = 1 } = config;
    const { numCodes = 64, codeSize = 16, decay, reviveBelow, rng } = config;
    for (const [name, size] of Object.entries({ depth, channels, numBlocks }))
      checkCount('VQVAE', name, size);
    checkDivisible(inputShape, 2 ** depth);
    this.inputShape = inputShape;
    this.depth = depth;
    const image = inputShape[2]!;
    const halvings = Array.from({ length: depth }, (_, i): SequentialItem[] => [
      new Conv2d(i === 0 ? image : channels, channels, 4, { stride: 2, padding: 1 }),
      new ReLU(),
    ]);
    const blocks = (): SequentialItem[] => Array.from({ length: numBlocks }, () => block(channels));
    this.encoder = new Sequential(
      ...halvings.flat(),
      new Conv2d(channels, channels, 3, { padding: 1 }),
      ...blocks(),
      new Conv2d(channels, codeSize, 1),
    );
    this.quantizer = new VectorQuantizer(numCodes, codeSize, {
      ...(decay !== undefined && { decay }),
      ...(reviveBelow !== undefined && { reviveBelow }),
      rng,
    });
    const doublings = Array.from({ length: depth }, (_, i): SequentialItem[] => [
      new ReLU(),
      new ConvTranspose2d(channels, i === depth - 1 ? image : channels, 4, { stride: 2, padding: 1 }),
    ]);
    this.decoder = new Sequential(
      new Conv2d(codeSize, channels, 3, { padding: 1 }),
      ...blocks(),
      ...doublings.flat(),
    );
  }

  override forward(x: Tensor): VQVAEOutput {
    checkExamples('VQVAE', x, this.inputShape);
    return scoped(() => {
      const { quantized, ...others } = this.quantizer.forward(this.encoder.forward(x));
      return { output: this.decoder.forward(quantized), ...others };
    });
  }

  /** The codes of images: `[N, H, W, C]` → int32 `[N, H / 2ⁿ, W / 2ⁿ]`. In training mode the codebook follows them. */
  encode(x: Tensor): Tensor {
    checkExamples('VQVAE.encode', x, this.inputShape);
    return scoped(() => this.quantizer.forward(this.encoder.forward(x)).codes);
  }

  /**
   * Images of codes: int32 `[N, H / 2ⁿ, W / 2ⁿ]` → `[N, H, W, C]`.
   * @throws {@link ShapeError} if the grid has another size; {@link ArgumentError} if a code is known to be none.
   */
  decode(codes: Tensor): Tensor {
    checkExamples('VQVAE.decode', codes, this.gridShape);
    return scoped(() => this.decoder.forward(this.quantizer.embed(codes)));
  }

  /** Height and width of the grid of codes. */
  get gridShape(): readonly [number, number] {
    return [this.inputShape[0]! / 2 ** this.depth, this.inputShape[1]! / 2 ** this.depth];
  }
}

function checkDivisible(inputShape: Shape, factor: number): void {
  const isImage = Array.isArray(inputShape) && inputShape.length === 3;
  if (isImage && inputShape[0]! % factor === 0 && inputShape[1]! % factor === 0) return;
  throw new ArgumentError('VQVAE', {
    expected: `inputShape [H, W, C] with height and width divisible by ${factor}`,
    received: inputShape,
  });
}
