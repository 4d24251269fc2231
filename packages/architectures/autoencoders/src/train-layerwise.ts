import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { ArrayDataset, DataLoader, type HostArray } from '@neurona/datasets';
import { Flatten } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { type Data, fit, type History, predict } from '@neurona/training';
import type { Autoencoder } from './autoencoder.js';
import { type AutoencoderStepOptions, autoencoderSteps } from './autoencoder-steps.js';
import { DenseAutoencoder } from './dense-autoencoder.js';

/** Settings of {@link trainLayerwise}. */
export interface LayerwiseOptions extends AutoencoderStepOptions {
  /** Number of epochs of each level, default 10. */
  readonly epochs?: number;
  /** Examples in a batch, default 64. */
  readonly batchSize?: number;
  /** Of Adam, default 0.001. */
  readonly learningRate?: number;
  /** Ends it after the current step. */
  readonly signal?: AbortSignal;
  /** Whether progress is shown, default false. */
  readonly progress?: boolean;
}

const layerwiseOptions: OptionTable<LayerwiseOptions> = {
  loss: 'mse',
  penalties: [],
  epochs: 10,
  batchSize: 64,
  learningRate: 0.001,
  signal: undefined,
  progress: false,
};

/**
 * Greedy layer-wise training: each level of a stacked autoencoder learns alone, from the outermost inwards, to reconstruct the codes of the one
 * before. Train the whole model afterwards to fine-tune it.
 *
 *     level i minimises ‖decode_i(encode_i(h_{i-1})) - h_{i-1}‖²        h_0 = x, h_i = encode_i(h_{i-1})
 *
 * The outermost level has the loss that is given, those inside the mean squared error; all have the model's corruption.
 * @param data - A loader, a data set, or arrays; labels are ignored. All examples are kept in memory.
 * @param options - `loss` (mse), `penalties`, `epochs` (10, of each level), `batchSize` (64), `learningRate` (0.001), `signal`, `progress` (false).
 * @returns The history of each level.
 * @throws {@link ArgumentError} if the model has no levels, or a level's loss is no finite number.
 * @example
 * const model = new DenseAutoencoder([8, 4, 2]);
 * const histories = await trainLayerwise(model, [rand([64, 8])], { epochs: 2 });
 * histories.length; // => 2
 * @see Bengio, Lamblin, Popovici, Larochelle, "Greedy Layer-Wise Training of Deep Networks", 2006
 */
export async function trainLayerwise(
  model: DenseAutoencoder,
  data: Data,
  options: LayerwiseOptions = {},
): Promise<History[]> {
  const {
    loss = 'mse',
    penalties = [],
    epochs = 10,
    batchSize = 64,
    learningRate = 0.001,
    signal,
    progress = false,
  } = checkOptions('trainLayerwise', options, layerwiseOptions);
  if (!(model instanceof DenseAutoencoder)) {
    throw new ArgumentError('trainLayerwise', {
      expected: 'a DenseAutoencoder',
      received: model,
      hint: 'Its levels are trained one by one: new DenseAutoencoder([784, 100, 30]).',
    });
  }
  const histories: History[] = [];
  let inputs = await predict(new Flatten(), data); // [N, sizes[0]]
  for (const [i, level] of model.levels().entries()) {
    const optimizer = new Adam(level.parameters(), { learningRate });
    try {
      const history = await fit(
        level,
        new DataLoader(new ArrayDataset([inputs]), { batchSize, shuffle: true }),
        {
          ...autoencoderSteps({ loss: i === 0 ? loss : 'mse', penalties }),
          optimizers: { optimizer },
          epochs,
          progress,
          ...(signal && { signal }),
        },
      );
      histories.push(checked(history, i));
    } finally {
      optimizer.zeroGrad();
      optimizer.dispose();
    }
    if (signal?.aborted) break;
    inputs = await codesOf(level, inputs, batchSize);
  }
  return histories;
}

const codesOf = (level: Autoencoder, inputs: HostArray, batchSize: number): Promise<HostArray> =>
  predict(level.encoder, [inputs], { batchSize });

function checked(history: History, level: number): History {
  const loss = history.epochs.at(-1)?.loss ?? 0;
  if (Number.isFinite(loss)) return history;
  throw new ArgumentError('trainLayerwise', {
    expected: 'a finite loss',
    received: loss,
    where: `level ${level}, from outside`,
    hint: 'Try a smaller learning rate, and look at the data.',
  });
}
