// internal: the step of autoencoders with a codebook in train.py
import { ArgumentError, checkOptions } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { type VQStepsOptions, VQVAE, vqSteps } from '@neurona/vae';
import { decimal, type StepText } from './step-text.js';

/** Settings of the steps of `vqSteps`. */
export type PyTorchVQ = Pick<VQStepsOptions, 'commitment'>;

export function vqText(model: AnyModule, settings: PyTorchVQ): StepText {
  if (!(model instanceof VQVAE))
    throw new ArgumentError('exportPyTorch', {
      expected: 'a VQVAE with the steps vq',
      received: model.kind,
    });
  vqSteps(settings); // checks them
  const { commitment = 0.25 } = checkOptions('exportPyTorch', settings, vqTable);
  return {
    constants: `COMMITMENT = ${decimal(commitment)}  # factor of the distance between vectors and codes\n`,
    functions: `def loss_of(model, fields, step=None):
    x = fields[0]
    outputs, _, commitment, _ = model(x)
    return F.mse_loss(outputs, x) + COMMITMENT * commitment`,
  };
}

const vqTable = { commitment: 0.25 };
