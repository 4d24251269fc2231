import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';
import { checkNumber } from './check.js';
import { type ELBOOptions, elbo } from './elbo.js';
import { LossWatch } from './loss-watch.js';
import { minimise, type TrainingContext } from './training-context.js';
import type { VariationalAutoencoder } from './variational-autoencoder.js';

/** Settings of {@link elboSteps}. */
export interface ELBOStepsOptions extends Pick<ELBOOptions, 'beta' | 'freeBits' | 'rng'> {
  /** Steps in which beta rises from 0 to its value in a straight line, default 0: it has its value from the beginning. */
  readonly annealSteps?: number;
  /** Maximum norm of the gradients of all that the optimizers train, together, in a step; larger gradients are scaled down. Default 0: none. */
  readonly clipNorm?: number;
}

const elboStepsOptions: OptionTable<ELBOStepsOptions> = {
  beta: 1,
  freeBits: 0,
  rng: undefined,
  annealSteps: 0,
  clipNorm: 0,
};

/** What a step reports: means over the examples, in nats. */
export type ELBOValues = Readonly<Record<'loss' | 'reconstruction' | 'divergence', Tensor>>;

/** The steps of {@link elboSteps}, settings of `fit`. */
export interface ELBOSteps {
  readonly step: (context: TrainingContext<VariationalAutoencoder>) => ELBOValues;
  readonly validationStep: (
    context: Pick<TrainingContext<VariationalAutoencoder>, 'model' | 'batch'>,
  ) => ELBOValues;
}

/**
 * Steps with which `fit` trains a variational autoencoder, and validates it. They report the loss and its two parts; validation reports the
 * bound itself, at beta 1 without free bits. Batches are examples, and labels after them where the model is conditional.
 *
 *     β_t = β min(1, t / annealSteps)        t = 1, 2, …
 *
 * @param options - `beta` (1), `freeBits` (0), `annealSteps` (0), `clipNorm` (0), `rng`.
 * @throws {@link ArgumentError} if a setting is out of its range; in training if examples or labels don't fit, and some steps after the loss was
 * NaN or infinite: no step waits for it. `FailOnNaN` of `@neurona/training` looks at the last steps too, and names the layer.
 * @example
 * const model = new VAE({ inputShape: [8, 8, 1], hiddenSize: 16, latentSize: 2 });
 * const { epochs } = await fit(model, await digits(), {
 *   ...elboSteps({ beta: 2, annealSteps: 20 }),
 *   optimizers: { adam: new Adam(model.parameters()) },
 *   progress: false,
 * });
 * Object.keys(epochs[0]); // => ['loss', 'reconstruction', 'divergence']
 * @see Bowman et al., "Generating Sentences from a Continuous Space", 2016, arXiv:1511.06349 (annealing)
 */
export function elboSteps(options: ELBOStepsOptions = {}): ELBOSteps {
  const {
    beta = 1,
    freeBits = 0,
    annealSteps = 0,
    clipNorm = 0,
    rng,
  } = checkOptions('elboSteps', options, elboStepsOptions);
  checkNumber('elboSteps', 'beta', beta, '≥ 0');
  checkNumber('elboSteps', 'freeBits', freeBits, '≥ 0');
  checkNumber('elboSteps', 'clipNorm', clipNorm, '≥ 0');
  checkCount('elboSteps', 'annealSteps', annealSteps, 0);
  const watch = new LossWatch();
  return {
    step({ model, batch, optimizers, totalSteps }) {
      const share = annealSteps === 0 ? 1 : Math.min(1, (totalSteps + 1) / annealSteps);
      const parts = elbo(model, ...examplesOf(model, batch, { beta: beta * share, freeBits, rng }));
      minimise(parts.loss, { model, optimizers }, clipNorm);
      const { reconstruction, divergence } = parts;
      watch.look(model.kind, { reconstruction, divergence }, totalSteps);
      return { ...parts };
    },
    validationStep: ({ model, batch }) => ({ ...elbo(model, ...examplesOf(model, batch, { rng })) }),
  };
}

function examplesOf(
  { numClasses, kind }: VariationalAutoencoder,
  [x, labels]: readonly Tensor[],
  options: ELBOOptions,
): [Tensor, ELBOOptions] {
  if (x === undefined)
    throw new ArgumentError(kind, { expected: 'batches of examples', received: 'no field' });
  return [x, numClasses === undefined ? options : { ...options, labels }];
}
