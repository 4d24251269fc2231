// internal: the step of variational autoencoders in train.py
import { ArgumentError, checkOptions } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { type ELBOStepsOptions, elboSteps, VariationalAutoencoder } from '@neurona/vae';
import { decimal, type StepText } from './step-text.js';

/** Settings of the steps of `elboSteps`. */
export type PyTorchELBO = Pick<ELBOStepsOptions, 'beta' | 'freeBits' | 'annealSteps'>;

/** -log p(x | z) of a batch, a mean over its examples, in nats. */
const reconstructions = {
  bernoulli: () => 'F.binary_cross_entropy_with_logits(outputs, x, reduction="sum") / len(x)',
  gaussian: (std: number) =>
    `(((x - outputs) / ${decimal(std)}).square().sum() / 2 + ${Math.log(2 * Math.PI) / 2 + Math.log(std)} * x.numel()) / len(x)`,
};

export function elboText(model: AnyModule, settings: PyTorchELBO): StepText {
  if (!(model instanceof VariationalAutoencoder)) {
    throw new ArgumentError('exportPyTorch', {
      expected: 'a variational autoencoder, as VAE or ConvVAE, with the steps elbo',
      received: model.kind,
    });
  }
  elboSteps(settings); // checks them
  const { beta = 1, freeBits = 0, annealSteps = 0 } = checkOptions('exportPyTorch', settings, elboTable);
  const share = annealSteps > 0 ? ' * min(1, step / ANNEAL_STEPS)' : '';
  return {
    constants: `BETA = ${decimal(beta)}  # factor of the divergence
${freeBits > 0 ? `FREE_BITS = ${decimal(freeBits)}  # nats of each latent variable that cost nothing\n` : ''}${annealSteps > 0 ? `ANNEAL_STEPS = ${annealSteps}  # in which beta rises from 0\n` : ''}`,
    functions: `def loss_of(model, fields, step=None):
    """The negative evidence lower bound of a batch, in nats for an example; without a step the bound itself, at beta 1."""
    x, *labels = ${model.numClasses === undefined ? 'fields[:1]' : 'fields'}
    if step is None:  # as in training, by one draw
        net = getattr(model, "module", model)
        mean, log_var = net.encode(x, *labels)
        outputs = net.decode(mean + torch.exp(log_var / 2) * torch.randn_like(mean), *labels)
    else:
        outputs, mean, log_var = model(x, *labels)
    reconstruction = ${model.likelihood === 'bernoulli' ? reconstructions.bernoulli() : reconstructions.gaussian(model.std)}
    divergence = (mean.square() + log_var.exp() - log_var - 1).mean(0) / 2  # of each latent variable
    if step is None:
        return reconstruction + divergence.sum()
    return reconstruction + BETA${share} * divergence${freeBits > 0 ? '.clamp(min=FREE_BITS)' : ''}.sum()`,
  };
}

const elboTable = { beta: 1, freeBits: 0, annealSteps: 0 };
