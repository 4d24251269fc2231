// Kingma, Welling, "Auto-Encoding Variational Bayes", 2013, arXiv:1312.6114, with the strided convolutions of Radford, Metz, Chintala, 2015,
// arXiv:1511.06434
//
//     x [N, H, W, C] → conv 4×4, stride 2, ReLU for each of channels [N, H / 2ⁿ, W / 2ⁿ, channels[n - 1]] → flat → mean, logVar [N, Z]
//     z [N, Z] → linear, ReLU → transposed conv 4×4, stride 2, ReLU for each size, the last without ReLU [N, H, W, C]
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { Conv2d, ConvTranspose2d, Linear, ReLU, Sequential, type SequentialItem } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';
import type { Posterior } from './posterior.js';
import { type LatentConfig, latentConfig, VariationalAutoencoder } from './variational-autoencoder.js';

/** Sizes and settings of a {@link ConvVAE}; by default for images `[28, 28, 1]`, with 20 latent variables. */
export interface ConvVAEConfig extends Partial<LatentConfig> {
  /** Channels after each convolution, which halves the size; default [32, 64]. */
  readonly channels?: readonly number[];
}

const convVAEConfig: OptionTable<ConvVAEConfig> = { ...latentConfig, channels: [32, 64] };

/**
 * Variational autoencoder of strided convolutions: each halves the size in the encoder, and doubles it in the decoder. With `numClasses` it is
 * conditional.
 *
 * Shape: x `[N, H, W, C]`, labels `[N]` → output `[N, H, W, C]`, mean and logVar `[N, latentSize]`. Parameters: `encoder` and `decoder`, each a
 * `Sequential`, and the linear maps `fcMean`, `fcLogVar`, `fcDecoder` between them.
 * @param config - `inputShape` ([28, 28, 1]), `channels` ([32, 64]), `latentSize` (20), `numClasses` (none), `likelihood` (bernoulli), `std` (1),
 * `rng`.
 * @throws {@link ArgumentError} if a setting is out of its range, or height or width isn't divisible by two for each of `channels`.
 * @example
 * const model = new ConvVAE({ inputShape: [8, 8, 1], channels: [4, 8], latentSize: 2 });
 * model.decode(ones([5, 2])).shape; // => [5, 8, 8, 1]
 */
export class ConvVAE extends VariationalAutoencoder {
  static override readonly kind: string = 'ConvVAE';

  readonly channels: readonly number[];
  readonly encoder: Sequential;
  readonly fcMean: Linear;
  readonly fcLogVar: Linear;
  readonly fcDecoder: Linear;
  readonly decoder: Sequential;

  constructor(config: ConvVAEConfig = {}) {
    checkOptions('ConvVAE', config, convVAEConfig);
    const { inputShape = [28, 28, 1], latentSize = 20, channels = [32, 64] } = config;
    super('ConvVAE', { ...config, inputShape, latentSize });
    this.channels = channels;
    checkHalving(inputShape, channels);
    const [inner, classes] = [this.mapSize, this.numClasses ?? 0];
    this.encoder = new Sequential(
      ...channels.flatMap((count, i): SequentialItem[] => [
        new Conv2d(channels[i - 1] ?? inputShape[2]!, count, 4, { stride: 2, padding: 1 }),
        new ReLU(),
      ]),
    );
    this.fcMean = new Linear(inner + classes, latentSize);
    this.fcLogVar = new Linear(inner + classes, latentSize);
    this.fcDecoder = new Linear(latentSize + classes, inner);
    this.decoder = new Sequential(
      ...channels
        .toReversed()
        .flatMap((count, i, all): SequentialItem[] => [
          new ReLU(),
          new ConvTranspose2d(count, all[i + 1] ?? inputShape[2]!, 4, { stride: 2, padding: 1 }),
        ]),
    );
  }

  /** Shape of the last feature map. */
  private get mapShape(): readonly [number, number, number] {
    const [height, width] = this.inputShape as readonly [number, number, number];
    const factor = 2 ** this.channels.length;
    return [height / factor, width / factor, this.channels.at(-1)!];
  }

  private get mapSize(): number {
    return this.mapShape.reduce((product, size) => product * size, 1);
  }

  protected override encodeChecked(x: Tensor, classes: Tensor | undefined): Posterior {
    const flat = this.encoder.forward(x).reshape([x.shape[0]!, this.mapSize]);
    const h = classes ? concat([flat, classes], { axis: 1 }) : flat;
    return { mean: this.fcMean.forward(h), logVar: this.fcLogVar.forward(h) };
  }

  protected override decodeChecked(z: Tensor): Tensor {
    return this.decoder.forward(this.fcDecoder.forward(z).reshape([z.shape[0]!, ...this.mapShape]));
  }
}

function checkHalving(inputShape: readonly number[], channels: readonly number[]): void {
  if (!Array.isArray(channels) || channels.length === 0) {
    throw new ArgumentError('ConvVAE', {
      expected: 'channels, a size for each convolution',
      received: channels,
    });
  }
  for (const count of channels) checkCount('ConvVAE', 'each of channels', count);
  const factor = 2 ** channels.length;
  if (inputShape.length === 3 && inputShape[0]! % factor === 0 && inputShape[1]! % factor === 0) return;
  throw new ArgumentError('ConvVAE', {
    expected: `inputShape [H, W, C] with height and width divisible by ${factor}, as there are ${channels.length} convolutions`,
    received: inputShape,
  });
}
