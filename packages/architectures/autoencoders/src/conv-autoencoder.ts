// Masci, Meier, Cireşan, Schmidhuber, "Stacked Convolutional Auto-Encoders for Hierarchical Feature Extraction", 2011
//
//     x [N, H, W, C] → (Conv 3×3, stride 2, activation) for each of channels [N, H / 2^n, W / 2^n, channels.at(-1)] → (linear: code [N, codeSize])
//     → back by transposed convolutions [N, H, W, C]
//
// Departures from the paper: strides in place of max pooling, as is usual today.
import { ArgumentError, checkCount, checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import { Conv2d, ConvTranspose2d, Flatten, Linear, type Module, Reshape, Sequential } from '@neurona/layers';
import { type AutoencoderActivation, activationsOf } from './activations.js';
import { Autoencoder } from './autoencoder.js';
import { type CorruptionOptions, corruptionOptions } from './corruption.js';

/** Settings of a {@link ConvAutoencoder}. */
export interface ConvAutoencoderOptions extends CorruptionOptions {
  /** Height and width of the images, default 28. */
  readonly imageSize?: number | readonly [number, number];
  /** Channels of the images, default 1. */
  readonly inChannels?: number;
  /** Channels of each level, at half the size of the one before; default [16, 32]. */
  readonly channels?: readonly number[];
  /** Length of the code that a linear layer makes of the last level; by default the last level is the code. */
  readonly codeSize?: number;
  /** What follows each convolution, default `relu`; that after a linear code comes before its layer. */
  readonly activation?: AutoencoderActivation;
  /** What follows the last layer, default `sigmoid`, as values from 0 to 1 need it. */
  readonly output?: AutoencoderActivation;
}

const convOptions: OptionTable<ConvAutoencoderOptions> = {
  ...corruptionOptions,
  imageSize: 28,
  inChannels: 1,
  channels: [16, 32],
  codeSize: undefined,
  activation: 'relu',
  output: 'sigmoid',
};

/**
 * Convolutions that halve the image, and transposed ones that double it again.
 *
 *     h_i = activation(conv(h_{i-1}, stride 2))        ĥ_{i-1} = activation(convᵀ(ĥ_i, stride 2))
 *
 * Shape: x `[N, H, W, C]` → same shape; code `[N, ⌈H / 2ⁿ⌉, ⌈W / 2ⁿ⌉, channels.at(-1)]`, or `[N, codeSize]`.
 * @param options - `imageSize` (28), `inChannels` (1), `channels` ([16, 32]), `codeSize` (none), `activation` (relu), `output` (sigmoid),
 * `noise` (0), `dropout` (0).
 * @throws {@link ArgumentError} if a size is no integer of at least 1.
 * @example
 * const model = new ConvAutoencoder({ channels: [8, 16], codeSize: 32 });
 * model.encode(ones([2, 28, 28, 1])).shape; // => [2, 32]
 * model.forward(ones([2, 28, 28, 1])).shape; // => [2, 28, 28, 1]
 * @see Masci et al., "Stacked Convolutional Auto-Encoders for Hierarchical Feature Extraction", 2011
 */
export class ConvAutoencoder extends Autoencoder {
  static override readonly kind: string = 'ConvAutoencoder';

  constructor(options: ConvAutoencoderOptions = {}) {
    checkOptions('ConvAutoencoder', options, convOptions);
    const { imageSize = 28, inChannels = 1, channels = [16, 32], codeSize, noise = 0, dropout = 0 } = options;
    checkSizes(imageSize, inChannels, channels, codeSize);
    const { activation = 'relu', output = 'sigmoid' } = options;
    const size = typeof imageSize === 'number' ? ([imageSize, imageSize] as const) : imageSize;
    const sizes = [size, ...channels.map((_, i) => size.map((length) => Math.ceil(length / 2 ** (i + 1))))];
    const widths = [inChannels, ...channels];
    const act = (): Module[] => activationsOf('ConvAutoencoder', 'activation', activation);
    const down = channels.flatMap((width, i) => [
      new Conv2d(widths[i]!, width, 3, { stride: 2, padding: 1 }),
      ...(i === channels.length - 1 && codeSize === undefined ? [] : act()),
    ]);
    const up = channels
      .map((width, i) => [
        new ConvTranspose2d(width, widths[i]!, 3, {
          stride: 2,
          padding: 1,
          outputPadding: [1 - (sizes[i]![0]! % 2), 1 - (sizes[i]![1]! % 2)], // an odd size comes from one more half
        }),
        ...(i === 0 ? activationsOf('ConvAutoencoder', 'output', output) : act()),
      ])
      .reverse()
      .flat();
    const last: Shape = [...sizes.at(-1)!, channels.at(-1)!];
    const count = last.reduce((product, length) => product * length, 1);
    const toCode = codeSize === undefined ? [] : [new Flatten(), new Linear(count, codeSize)];
    const fromCode = codeSize === undefined ? [] : [new Linear(codeSize, count), ...act(), new Reshape(last)];
    super(new Sequential(...down, ...toCode), new Sequential(...fromCode, ...up), {
      codeShape: codeSize === undefined ? last : [codeSize],
      noise,
      dropout,
    });
  }
}

function checkSizes(
  imageSize: number | readonly [number, number],
  inChannels: number,
  channels: readonly number[],
  codeSize: number | undefined,
): void {
  for (const size of [imageSize].flat()) checkCount('ConvAutoencoder', 'imageSize', size as number);
  checkCount('ConvAutoencoder', 'inChannels', inChannels);
  if (!Array.isArray(channels) || channels.length === 0) {
    throw new ArgumentError('ConvAutoencoder', {
      expected: 'channels of at least one level',
      received: channels,
      hint: 'Write { channels: [16, 32] }.',
    });
  }
  for (const width of channels) checkCount('ConvAutoencoder', 'channels', width);
  if (codeSize !== undefined) checkCount('ConvAutoencoder', 'codeSize', codeSize);
}
