// internal: the step of generative adversarial networks in train.py
import { ArgumentError } from '@neurona/backend';
import { Gan, type GanStepOptions, ganStep } from '@neurona/gan';
import type { AnyModule } from '@neurona/layers';
import { decimal, type StepText } from './step-text.js';

/** Settings of the step of `ganStep`. */
export interface PyTorchGan
  extends Pick<GanStepOptions, 'loss' | 'discriminatorSteps' | 'realLabel' | 'gradientPenalty' | 'r1'> {
  /** Decay of an average of the generator's weights, which is what comes back; default 0: none. */
  readonly average?: number;
}

const crossEntropies = '(F.softplus(real) - REAL_LABEL * real).mean() + F.softplus(fake).mean()';

/** What both networks minimise, of scores of real and of made examples. */
const losses: Readonly<
  Record<NonNullable<GanStepOptions['loss']>, readonly [discriminator: string, generator: string]>
> = {
  minimax: [crossEntropies, '-F.softplus(fake).mean()'],
  nonSaturating: [crossEntropies, 'F.softplus(-fake).mean()'],
  leastSquares: [
    '((real - REAL_LABEL).square().mean() + fake.square().mean()) / 2',
    '(fake - 1).square().mean() / 2',
  ],
  hinge: ['F.relu(1 - real).mean() + F.relu(1 + fake).mean()', '-fake.mean()'],
  wasserstein: ['fake.mean() - real.mean()', '-fake.mean()'],
};

export function ganText(model: AnyModule, { average = 0, ...settings }: PyTorchGan): StepText {
  if (!(model instanceof Gan))
    throw new ArgumentError('exportPyTorch', {
      expected: 'a Gan with the steps gan',
      received: model.kind,
    });
  ganStep(settings); // checks them
  const { loss = 'nonSaturating', discriminatorSteps = 1, realLabel = 1, r1 = 0 } = settings;
  const { gradientPenalty = loss === 'wasserstein' ? 10 : 0 } = settings;
  const [ofDiscriminator, ofGenerator] = losses[loss];
  const hasLabels = model.numClasses !== undefined;
  const labels = hasLabels ? ', labels' : '';
  return {
    isAdversarial: true,
    constants: `NOISE_SIZE = ${model.noiseSize}
DISCRIMINATOR_STEPS = ${discriminatorSteps}  # for each one of the generator
${ofDiscriminator.includes('REAL_LABEL') ? `REAL_LABEL = ${decimal(realLabel)}  # what the discriminator should answer to real examples\n` : ''}${gradientPenalty > 0 ? `GRADIENT_PENALTY = ${decimal(gradientPenalty)}\n` : ''}${r1 > 0 ? `R1 = ${decimal(r1)}  # factor of the penalty at real examples\n` : ''}AVERAGE = ${decimal(average)}  # decay of the average of the generator's weights; 0: none
`,
    functions: `def descend(loss, network, optimizer):
    """A step along the gradients of one network, which all processes share."""
    parameters = [param for param in network.parameters() if param.requires_grad]
    gradients = torch.autograd.grad(loss, parameters)
    together = torch.cat([gradient.flatten() for gradient in gradients])
    dist.all_reduce(together)
    sizes = [param.numel() for param in parameters]
    for param, gradient in zip(parameters, (together / dist.get_world_size()).split(sizes)):
        param.grad = gradient.view_as(param)
    optimizer.step()

${gradientPenalty + r1 > 0 ? squaredSlopes : ''}
def train_step(model, fields, optimizer, step):
    """A step of the discriminator on real examples and as many made of noise; then one of the generator."""
    x${labels} = fields${hasLabels ? '' : '[0]'}
    made = model.generator(torch.randn(len(x), NOISE_SIZE, device=x.device)${labels})

    def judge(examples):
        return model.discriminator(examples${labels}).flatten()

    real, fake = judge(x), judge(made.detach())
    discriminator_loss = ${ofDiscriminator}
    penalty = 0.0
${gradientPenalty > 0 ? penaltyLines : ''}${r1 > 0 ? '    penalty = penalty + R1 * squared_slopes(judge, x).mean() / 2\n' : ''}    descend(discriminator_loss + penalty, model.discriminator, optimizer["discriminator"])
    if step % DISCRIMINATOR_STEPS != 0:
        return {"loss": discriminator_loss}
    fake = judge(made)
    generator_loss = ${ofGenerator}
    descend(generator_loss, model.generator, optimizer["generator"])
    return {"loss": discriminator_loss, "generator loss": generator_loss}`,
  };
}

const penaltyLines = `    share = torch.rand(len(x), *[1] * (x.dim() - 1), device=x.device)
    between = made.detach() + share * (x - made.detach())
    slopes = (squared_slopes(judge, between) + 1e-12).sqrt()
    penalty = penalty + GRADIENT_PENALTY * (slopes - 1).square().mean()
`;

const squaredSlopes = `
def squared_slopes(judge, examples):
    """The squared norm of the scores' gradient of each example."""
    examples = examples.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(judge(examples).sum(), examples, create_graph=True)
    return slopes.square().flatten(1).sum(1)

`;
