import { checkOptions, type OptionTable } from '@neurona/backend';
import { Module } from '@neurona/layers';
import { scoped, type Tensor } from '@neurona/tensor';
import { type Data, type PredictOptions, predict } from '@neurona/training';
import { type Autoencoder, checkAutoencoder } from './autoencoder.js';

const errorOptions: OptionTable<PredictOptions> = { batchSize: 256, targetFields: 1, signal: undefined };

/** The mean squared error of each example, x `[N, ...]` → `[N]`. */
class ErrorOfEach extends Module {
  static override readonly kind: string = 'ErrorOfEach';

  constructor(readonly model: Autoencoder) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => {
      const squares = this.model.reconstruct(x).sub(x).square();
      return squares.reshape([x.shape[0]!, -1]).mean({ axis: 1 }); // [N]
    });
  }
}

/**
 * How badly each example is reconstructed, in evaluation mode.
 *
 *     e_n = Σ_i (x_ni - x̂_ni)² / D
 *
 * @param data - A loader, a data set, or arrays `[examples]` or `[examples, labels]`.
 * @param options - `batchSize` (256), `targetFields`, `signal`.
 * @returns The error of each example, in order.
 * @example
 * const errors = await reconstructionErrors(linearAutoencoder(3, 2), [rand([10, 3])]);
 * errors.length; // => 10
 */
export async function reconstructionErrors(
  model: Autoencoder,
  data: Data,
  options: PredictOptions = {},
): Promise<Float32Array> {
  checkOptions('reconstructionErrors', options, errorOptions);
  const { values } = await predict(
    new ErrorOfEach(checkAutoencoder('reconstructionErrors', model)),
    data,
    options,
  );
  return Float32Array.from(values);
}
