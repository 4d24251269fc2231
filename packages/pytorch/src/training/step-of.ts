// internal: the step of a training
import { ArgumentError, checkArgument } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { ReduceLROnPlateau } from '@neurona/optimizers';
import { lossText } from './losses.js';
import { denoisingText } from './steps/denoising-text.js';
import { elboText } from './steps/elbo-text.js';
import { ganText } from './steps/gan-text.js';
import type { StepText } from './steps/step-text.js';
import { vqText } from './steps/vq-text.js';
import type { PyTorchSteps, PyTorchTraining } from './training.js';

const kinds = { elbo: elboText, vq: vqText, gan: ganText, denoising: denoisingText } as const;

/**
 * How train.py learns from a batch.
 * @throws {@link ArgumentError} if it has no equal.
 */
export function stepOf(model: AnyModule, training: PyTorchTraining): StepText {
  const { loss, steps, reconstruct = false, schedule, clipNorm = 0 } = training;
  const step = steps ? textOf(model, steps) : lossText(loss, reconstruct);
  const what = [
    [steps && loss, 'no loss beside steps'],
    [step.isAdversarial && schedule, 'no schedule, as there are two optimizers'],
    [step.isAdversarial && clipNorm > 0, 'no clipNorm, which ganStep has not'],
    [
      schedule instanceof ReduceLROnPlateau && training.scheduleEvery === 'step',
      "ReduceLROnPlateau with scheduleEvery 'epoch', after which there is a loss to watch",
    ],
    [!step.isAdversarial && isPair(training.optimizer), 'one optimizer'],
    [step.isAdversarial && !isPair(training.optimizer), 'optimizer: { generator, discriminator }'],
  ].find(([isWrong]) => isWrong);
  if (!what) return step;
  throw new ArgumentError('exportPyTorch', { expected: String(what[1]), received: 'another training' });
}

const isPair = (optimizer: PyTorchTraining['optimizer']): boolean => 'generator' in optimizer;

function textOf(model: AnyModule, steps: PyTorchSteps): StepText {
  const [[kind, settings] = ['none', undefined], ...others] = Object.entries(
    checkArgument('exportPyTorch', 'steps', steps, 'record', 'Write { elbo: { beta: 2 } }.'),
  );
  if (Object.hasOwn(kinds, kind) && others.length === 0) {
    const text = kinds[kind as keyof typeof kinds] as (model: AnyModule, settings: unknown) => StepText;
    return text(model, checkArgument('exportPyTorch', kind, settings, 'record'));
  }
  throw new ArgumentError('exportPyTorch', {
    expected: `steps of one kind among ${Object.keys(kinds).join(', ')}`,
    received: steps,
    hint: 'Leave training out, to export the model alone.',
  });
}
