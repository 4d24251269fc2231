import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { Data } from '@neurona/training';
import type { Autoencoder } from './autoencoder.js';
import { reconstructionErrors } from './reconstruction-errors.js';

/** Settings of {@link AnomalyDetector.fit}. */
export interface AnomalyDetectorOptions {
  /** Share of normal examples that stay below the threshold, default 0.95. */
  readonly quantile?: number;
  /** Examples in a batch if the data is no loader, default 256. */
  readonly batchSize?: number;
}

const detectorOptions: OptionTable<AnomalyDetectorOptions> = { quantile: 0.95, batchSize: 256 };

/**
 * Finds examples unlike those that an autoencoder was trained on: it reconstructs them badly. An anomaly is what has an error over a
 * threshold, which is a quantile of the errors of normal examples.
 *
 *     score(x) = mean (x - x̂)²        anomaly: score(x) > threshold
 *
 * @throws {@link ArgumentError} in `fit` if the quantile is not in [0, 1], or there are no examples.
 * @example
 * const model = linearAutoencoder(3, 2); // trained on normal examples
 * const detector = await AnomalyDetector.fit(model, [rand([100, 3])], { quantile: 0.9 });
 * const found = await detector.detect([rand([100, 3])]);
 * found.length; // => 100
 * @see Sakurada, Yairi, "Anomaly Detection Using Autoencoders with Nonlinear Dimensionality Reduction", 2014
 */
export class AnomalyDetector {
  /**
   * @param model - Trained on normal examples.
   * @param threshold - Above it, an error is that of an anomaly.
   */
  constructor(
    readonly model: Autoencoder,
    readonly threshold: number,
  ) {}

  /**
   * A detector whose threshold is a quantile of the errors of normal examples: held-out ones, as those of training are reconstructed better.
   * @param options - `quantile` (0.95), `batchSize` (256).
   */
  static async fit(
    model: Autoencoder,
    normal: Data,
    options: AnomalyDetectorOptions = {},
  ): Promise<AnomalyDetector> {
    const { quantile = 0.95, batchSize } = checkOptions('AnomalyDetector', options, detectorOptions);
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new ArgumentError('AnomalyDetector', {
        expected: 'quantile to be a share from 0 to 1',
        received: quantile,
      });
    }
    const errors = await reconstructionErrors(model, normal, batchSize === undefined ? {} : { batchSize });
    if (errors.length === 0) {
      throw new ArgumentError('AnomalyDetector', {
        expected: 'at least one normal example',
        received: 'none',
      });
    }
    return new AnomalyDetector(model, quantileOf(errors.sort(), quantile));
  }

  /** The error of each example: the larger, the less normal. */
  scores(data: Data): Promise<Float32Array> {
    return reconstructionErrors(this.model, data);
  }

  /** Whether each example is an anomaly. */
  async detect(data: Data): Promise<boolean[]> {
    return Array.from(await this.scores(data), (score) => score > this.threshold);
  }
}

/** A quantile of sorted values, interpolated linearly. */
function quantileOf(sorted: Float32Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (at % 1) * (sorted[Math.ceil(at)]! - low);
}
