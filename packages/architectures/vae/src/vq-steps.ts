import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { mse } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { checkNumber } from './check.js';
import { LossWatch } from './loss-watch.js';
import { minimise, type TrainingContext } from './training-context.js';
import type { VQVAE } from './vqvae.js';

/** Settings of {@link vqSteps}. */
export interface VQStepsOptions {
  /** Factor of the commitment in the loss, at least 0; default 0.25. */
  readonly commitment?: number;
  /** Maximum norm of the gradients of all that the optimizers train, together, in a step; larger gradients are scaled down. Default 0: none. */
  readonly clipNorm?: number;
}

const vqStepsOptions: OptionTable<VQStepsOptions> = { commitment: 0.25, clipNorm: 0 };

/** What a step reports: the loss, the mean squared errors of values and of vectors, and how many codes are in use. */
export type VQValues = Readonly<Record<'loss' | 'reconstruction' | 'commitment' | 'perplexity', Tensor>>;

/** The steps of {@link vqSteps}, settings of `fit`. */
export interface VQSteps {
  readonly step: (context: TrainingContext<VQVAE>) => VQValues;
  readonly validationStep: (context: Pick<TrainingContext<VQVAE>, 'model' | 'batch'>) => VQValues;
}

/**
 * Steps with which `fit` trains a {@link VQVAE}, and validates it.
 *
 *     loss = mean (x - output)² + β mean ‖z - stop(e_k)‖²
 *
 * @param options - `commitment` (0.25), the factor β; `clipNorm` (0).
 * @throws {@link ArgumentError} if a setting is negative; in training some steps after the loss was NaN or infinite: no step waits for it, and
 * `FailOnNaN` of `@neurona/training` looks at the last steps too.
 * @example
 * const model = new VQVAE({ inputShape: [8, 8, 1], channels: 4, numCodes: 8, codeSize: 2 });
 * const { epochs } = await fit(model, await digits(), {
 *   ...vqSteps(),
 *   optimizers: { adam: new Adam(model.parameters()) },
 *   progress: false,
 * });
 * Object.keys(epochs[0]); // => ['loss', 'reconstruction', 'commitment', 'perplexity']
 * @see van den Oord, Vinyals, Kavukcuoglu, "Neural Discrete Representation Learning", 2017, arXiv:1711.00937
 */
export function vqSteps(options: VQStepsOptions = {}): VQSteps {
  const { commitment: factor = 0.25, clipNorm = 0 } = checkOptions('vqSteps', options, vqStepsOptions);
  checkNumber('vqSteps', 'commitment', factor, '≥ 0');
  checkNumber('vqSteps', 'clipNorm', clipNorm, '≥ 0');
  const watch = new LossWatch();
  const valuesOf = (model: VQVAE, [x]: readonly Tensor[]): VQValues => {
    if (x === undefined)
      throw new ArgumentError('VQVAE', { expected: 'batches of images', received: 'no field' });
    const { output, commitment, perplexity } = model.forward(x);
    const reconstruction = mse(output, x);
    return { loss: reconstruction.add(commitment.mul(factor)), reconstruction, commitment, perplexity };
  };
  return {
    step({ model, batch, optimizers, totalSteps }) {
      const values = valuesOf(model, batch);
      minimise(values.loss, { model, optimizers }, clipNorm);
      watch.look(
        model.kind,
        { reconstruction: values.reconstruction, commitment: values.commitment },
        totalSteps,
      );
      return values;
    },
    validationStep: ({ model, batch }) => valuesOf(model, batch),
  };
}
