import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { concat, scoped, type Tensor, tensor } from '@neurona/tensor';

/** Settings of {@link timeEmbedding}. */
export interface TimeEmbeddingOptions {
  /** Wavelengths are from 2π to this times 2π, default 10000. */
  readonly base?: number;
}

const timeOptions: OptionTable<TimeEmbeddingOptions> = { base: 10000 };

/**
 * Steps of a diffusion as sines and cosines of falling frequency, the sines first.
 *
 *     y[n, i] = sin(t_n · base^(-i / h))        y[n, h + i] = cos(t_n · base^(-i / h))        h = size / 2
 *
 * Shape: t `[N]` → `[N, size]`
 * @param t - Steps, of any numeric dtype.
 * @param size - An even number of features.
 * @throws {@link ArgumentError} if the size is not an even integer of at least 2.
 * @example
 * await timeEmbedding(tensor([1]), 2).array(); // => [[0.8415, 0.5403]]
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
 */
export function timeEmbedding(t: Tensor, size: number, options: TimeEmbeddingOptions = {}): Tensor {
  const { base = 10000 } = checkOptions('timeEmbedding', options, timeOptions);
  checkCount('timeEmbedding', 'half of size', size / 2);
  const half = size / 2;
  const frequencies = Array.from({ length: half }, (_, i) => base ** (-i / half));
  return scoped(() => {
    const angles = t
      .cast('float32')
      .unsqueeze(1)
      .mul(tensor(frequencies, { backend: t.backend })); // [N, half]
    return concat([angles.sin(), angles.cos()], { axis: 1 });
  });
}
