import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { Flatten, Linear, Sequential } from '@neurona/layers';
import { Autoencoder } from './autoencoder.js';

/** Settings of {@link encoderClassifier}. */
export interface EncoderClassifierOptions {
  /** Whether only the new layer learns, default false. */
  readonly freeze?: boolean;
}

const classifierOptions: OptionTable<EncoderClassifierOptions> = { freeze: false };

/**
 * A classifier that begins with a trained encoder: unsupervised pre-training, where there are many examples and few labels. The encoder
 * stays the autoencoder's too.
 *
 *     logits = encoder(x) · W + b
 *
 * Shape: x `[N, ...]` as the encoder takes it → logits `[N, numClasses]`. State: `0` is the encoder, `2` the linear layer.
 * @param options - `freeze` (false).
 * @throws {@link ArgumentError} if the model isn't an autoencoder whose `codeShape` is known.
 * @example
 * const model = new DenseAutoencoder([784, 100, 30]);
 * encoderClassifier(model, 10).forward(ones([8, 784])).shape; // => [8, 10]
 * @see Erhan et al., "Why Does Unsupervised Pre-training Help Deep Learning?", 2010
 */
export function encoderClassifier(
  model: Autoencoder,
  numClasses: number,
  options: EncoderClassifierOptions = {},
): Sequential {
  const { freeze = false } = checkOptions('encoderClassifier', options, classifierOptions);
  checkCount('encoderClassifier', 'numClasses', numClasses);
  if (!(model instanceof Autoencoder) || model.codeShape === undefined) {
    throw new ArgumentError('encoderClassifier', {
      expected: 'an Autoencoder with a codeShape',
      received: model,
      hint: 'Write new Autoencoder(encoder, decoder, { codeShape: [30] }).',
    });
  }
  const codeSize = model.codeShape.reduce((product, length) => product * length, 1);
  if (freeze) model.encoder.freeze();
  return new Sequential(model.encoder, new Flatten(), new Linear(codeSize, numClasses));
}
