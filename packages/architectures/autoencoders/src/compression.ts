import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type HostArray, hostArray } from '@neurona/datasets';
import { Identity } from '@neurona/layers';
import { type Data, predict } from '@neurona/training';
import { type Autoencoder, checkAutoencoder } from './autoencoder.js';

/** Settings of {@link measureCompression}. */
export interface CompressionOptions {
  /** Bits in which each number of a code is written, default 8. */
  readonly bits?: number;
  /** Examples in a batch if the data is no loader, default 256. */
  readonly batchSize?: number;
}

const compressionOptions: OptionTable<CompressionOptions> = { bits: 8, batchSize: 256 };

/** What {@link measureCompression} found. */
export interface Compression {
  /** Bits of a code, divided by the pixels of an image: its channels are one pixel. */
  readonly bitsPerPixel: number;
  /** How many times less that is than a byte for each value. */
  readonly ratio: number;
  /** Mean squared error of the images that were read back. */
  readonly mse: number;
  /** The same as peak signal-to-noise ratio, in decibels. */
  readonly psnr: number;
}

/**
 * Peak signal-to-noise ratio of a mean squared error, in decibels.
 *
 *     PSNR = 10 log₁₀(peak² / mse)
 *
 * @param mse - At least 0; of 0 the ratio is infinite.
 * @param peak - The largest value that is possible, default 1.
 * @throws {@link ArgumentError} if the error is negative.
 * @example
 * psnr(0.01); // => 20
 */
export function psnr(mse: number, peak = 1): number {
  if (mse >= 0) return 10 * Math.log10(peak ** 2 / mse);
  throw new ArgumentError('psnr', { expected: 'a mean squared error of at least 0', received: mse });
}

/**
 * Writes examples as codes of few bits and reads them back, to see how many bits a pixel takes and what is lost. Each number of a code is
 * rounded to the nearest of 2^bits steps between the least and the largest that it has in this data.
 *
 * @param data - A loader, a data set, or arrays; values from 0 to 1, `[N, H, W, C]` or of other shapes.
 * @param options - `bits` (8), `batchSize` (256).
 * @throws {@link ArgumentError} if `bits` isn't an integer from 1 to 16, or there are no examples.
 * @example
 * const found = await measureCompression(new DenseAutoencoder([784, 32]), [rand([20, 28, 28, 1])]);
 * found.bitsPerPixel; // => 0.3265
 */
export async function measureCompression(
  model: Autoencoder,
  data: Data,
  options: CompressionOptions = {},
): Promise<Compression> {
  const { bits = 8, batchSize = 256 } = checkOptions('measureCompression', options, compressionOptions);
  checkAutoencoder('measureCompression', model);
  checkCount('measureCompression', 'bits', bits);
  if (bits > 16) {
    throw new ArgumentError('measureCompression', { expected: 'bits of at most 16', received: bits });
  }
  const images = await predict(new Identity(), data);
  const count = images.shape[0]!;
  if (count === 0) {
    throw new ArgumentError('measureCompression', { expected: 'at least one example', received: 'none' });
  }
  const codes = await predict(model.encoder, [images], { batchSize });
  const read = await predict(model.decoder, [rounded(codes, 2 ** bits - 1)], { batchSize });
  let squares = 0;
  for (const [i, value] of images.values.entries()) squares += (value - read.values[i]!) ** 2;
  const error = squares / images.values.length;
  const values = images.values.length / count;
  const channels = images.shape.length === 4 ? images.shape[3]! : 1;
  const codeBits = (bits * codes.values.length) / count;
  return {
    bitsPerPixel: (codeBits * channels) / values,
    ratio: (8 * values) / codeBits,
    mse: error,
    psnr: psnr(error),
  };
}

/** Codes with each number rounded to one of equal steps between the ends of its range. */
function rounded({ values, shape }: HostArray, steps: number): HostArray {
  const size = values.length / shape[0]!;
  const result = new Float32Array(values.length);
  for (let j = 0; j < size; j++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = j; i < values.length; i += size) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
    const width = (high - low) / steps || 1;
    for (let i = j; i < values.length; i += size)
      result[i] = low + width * Math.round((values[i]! - low) / width);
  }
  return hostArray(result, shape);
}
