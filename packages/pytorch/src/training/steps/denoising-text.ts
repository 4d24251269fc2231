// internal: the step of diffusion models in train.py
import { ArgumentError } from '@neurona/backend';
import {
  cosineSchedule,
  type DenoisingStepOptions,
  DenoisingUNet,
  type DiffusionProcess,
  denoisingStep,
  linearSchedule,
  PointDenoiser,
} from '@neurona/diffusion';
import type { AnyModule } from '@neurona/layers';
import { decimal, type StepText } from './step-text.js';

/** A diffusion, and how classes are left out in training. */
export interface PyTorchDenoising extends Pick<DenoisingStepOptions, 'dropClasses'> {
  /** What noise is added, and what the network predicts. */
  readonly process: DiffusionProcess;
}

export function denoisingText(model: AnyModule, { process, ...settings }: PyTorchDenoising): StepText {
  denoisingStep(process, settings); // checks them
  if (!(model instanceof PointDenoiser || model instanceof DenoisingUNet)) {
    throw new ArgumentError('exportPyTorch', {
      expected: 'a denoiser, as PointDenoiser or DenoisingUNet, with the steps denoising',
      received: model.kind,
    });
  }
  const { numClasses } = model;
  const { dropClasses = 0 } = settings;
  const drops = numClasses > 0 && dropClasses > 0;
  const [target, wanted] =
    process.prediction === 'noise'
      ? ['noise', 'the noise']
      : ['signal * noise - spread * x', 'v, a mix of noise and data'];
  return {
    constants: `${betasText(process)}
ALPHA_BARS = torch.cumprod(1 - BETAS, 0)  # share of the variance that is left of the data
${drops ? `DROP_CLASSES = ${decimal(dropClasses)}  # share of examples that are shown without their class\n` : ''}`,
    functions: `def loss_of(model, fields, step=None):
    """How far off the network is when it tells ${wanted} of examples, each at a random step."""
    x, *classes = ${numClasses > 0 ? 'fields' : 'fields[:1]'}
    t = torch.randint(len(BETAS), (len(x),), device=x.device)
    noise = torch.randn_like(x)
    alpha_bar = ALPHA_BARS.to(x.device)[t].view(-1, *[1] * (x.dim() - 1))
    signal, spread = alpha_bar.sqrt().float(), (1 - alpha_bar).sqrt().float()
${drops ? `    is_dropped = torch.rand(len(x), device=x.device) < DROP_CLASSES\n    classes = [classes[0].masked_fill(is_dropped, ${numClasses})]\n` : ''}    predicted = model(signal * x + spread * noise, t, *classes)
    return F.mse_loss(predicted, ${target})`,
  };
}

/** β of each step: as a formula where it is a known one. */
function betasText({ schedule: { betas } }: DiffusionProcess): string {
  const steps = betas.length;
  const isLike = (other: readonly number[]): boolean =>
    other.every((beta, t) => Math.abs(beta - betas[t]!) < 1e-12);
  if (isLike(cosineSchedule(steps).betas))
    return `_cosine = torch.cos((torch.arange(${steps} + 1, dtype=torch.float64) / ${steps} + 0.008) / 1.008 * torch.pi / 2).square()
BETAS = (1 - _cosine[1:] / _cosine[:-1]).clamp(max=0.999)  # variance of the noise of each step`;
  const [start, end] = [betas[0]!, betas.at(-1)!];
  if (isLike(linearSchedule(steps, { start, end }).betas))
    return `BETAS = torch.linspace(${start}, ${end}, ${steps}, dtype=torch.float64)  # variance of the noise of each step`;
  return `BETAS = torch.tensor([${betas.join(', ')}], dtype=torch.float64)  # variance of the noise of each step`;
}
