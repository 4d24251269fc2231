import { checkOptions, type OptionTable } from '@neurona/backend';
import { checkTensor, type Tensor } from '@neurona/tensor';
import type { StepContext, Steps, StepValues } from '@neurona/training';
import type { Autoencoder } from './autoencoder.js';
import type { CodePenalty } from './code-penalty.js';
import { lossNamed, type ReconstructionLoss, ShareCheck } from './reconstruction-loss.js';

/** Settings of {@link autoencoderSteps}. */
export interface AutoencoderStepOptions {
  /** What a reconstruction costs, default `mse`; `bce` for values from 0 to 1 and a model whose output is a sigmoid. */
  readonly loss?: ReconstructionLoss;
  /** Penalties of the codes that are added to it; default none. */
  readonly penalties?: readonly CodePenalty[];
}

const stepOptions: OptionTable<AutoencoderStepOptions> = { loss: 'mse', penalties: [] };

/** What {@link autoencoderSteps} returns: settings of `fit`. */
export interface AutoencoderSteps {
  readonly step: (context: StepContext<Autoencoder, Readonly<Record<string, Steps>>>) => StepValues;
  readonly validationStep: (
    context: Pick<StepContext<Autoencoder, unknown>, 'model' | 'batch'>,
  ) => StepValues;
}

/**
 * The training and validation step of an autoencoder, to be spread into the settings of `fit` beside its optimizer. The first field of a batch
 * are the examples; others, such as labels, are ignored.
 *
 *     minimised: loss(decode(encode(corrupt(x))), x) + Σ penalty(code)
 *
 * Reports `loss`, that of the reconstruction, and `penalty` where there is one.
 * @param options - `loss` (mse), `penalties` (none).
 * @throws {@link ArgumentError} if the loss is unknown; in a step, if it is `bce` and an earlier batch had values out of [0, 1].
 * @example
 * const model = new DenseAutoencoder([4, 2], { codeActivation: 'sigmoid' });
 * const { epochs } = await fit(model, [rand([64, 4])], {
 *   ...autoencoderSteps({ loss: 'bce', penalties: [klSparsity(0.1)] }),
 *   optimizers: { adam: new Adam(model.parameters()) },
 *   progress: false,
 * });
 * Object.keys(epochs[0]); // => ['loss', 'penalty']
 */
export function autoencoderSteps(options: AutoencoderStepOptions = {}): AutoencoderSteps {
  const { loss = 'mse', penalties = [] } = checkOptions('autoencoderSteps', options, stepOptions);
  const lossOf = lossNamed('autoencoderSteps', loss);
  const shares = loss === 'bce' ? new ShareCheck('autoencoderSteps') : undefined;
  return {
    step({ model, batch, optimizers, epoch }) {
      const x = examplesIn(batch);
      shares?.check();
      if (epoch === 0) shares?.look(x); // later epochs have the same examples
      const input = model.corruption.forward(x);
      const code = model.encode(input);
      const reconstruction = lossOf(model.shapedAs(x, model.decode(code)), x);
      const encode = (other: Tensor): Tensor => model.encode(other);
      const penalty = penalties
        .map((of) => of({ code, input, encode }))
        .reduce<Tensor | undefined>((sum, next) => (sum ? sum.add(next) : next), undefined);
      for (const optimizer of Object.values(optimizers)) optimizer.zeroGrad();
      (penalty ? reconstruction.add(penalty) : reconstruction).backward();
      for (const optimizer of Object.values(optimizers)) optimizer.step();
      return { loss: reconstruction, ...(penalty && { penalty }) };
    },
    validationStep({ model, batch }) {
      shares?.check();
      const x = examplesIn(batch);
      return { loss: lossOf(model.reconstruct(x), x) };
    },
  };
}

const examplesIn = (batch: readonly Tensor[]): Tensor => checkTensor('autoencoderSteps', batch[0]!);
