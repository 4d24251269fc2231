import { ArgumentError } from '@neurona/backend';
import { bce, bceWithLogits, crossEntropy, huber, mae, mse, nll, smoothL1 } from '@neurona/layers';
import type { StepText } from './steps/step-text.js';

/** Losses that have an equal, by name. */
export type PyTorchLoss =
  | 'bce'
  | 'bceWithLogits'
  | 'crossEntropy'
  | 'huber'
  | 'mae'
  | 'mse'
  | 'nll'
  | 'smoothL1';

/** Classes stand on the last axis here, on the second there, which images have already. */
const classesSecond = `    if outputs.dim() == 3:
        outputs = outputs.transpose(1, 2)  # [N, L, C] as [N, C, L]
`;

const simple = (name: string): string => `    return F.${name}(outputs, targets)`;

const table: Readonly<Record<PyTorchLoss, readonly [loss: unknown, text: string]>> = {
  bce: [bce, simple('binary_cross_entropy')],
  bceWithLogits: [bceWithLogits, simple('binary_cross_entropy_with_logits')],
  crossEntropy: [
    crossEntropy,
    `${classesSecond}    return F.cross_entropy(outputs, targets if targets.is_floating_point() else targets.long())`,
  ],
  huber: [huber, simple('huber_loss')],
  mae: [mae, simple('l1_loss')],
  mse: [mse, simple('mse_loss')],
  nll: [nll, `${classesSecond}    return F.nll_loss(outputs, targets.long())`],
  smoothL1: [smoothL1, simple('smooth_l1_loss')],
};

/** @internal The step of a loss of outputs and targets, or of inputs where `reconstruct` is set. */
export function lossText(
  loss: PyTorchLoss | ((...args: never[]) => unknown) | undefined,
  reconstruct: boolean,
): StepText {
  const found = Object.entries(table).find(([name, [own]]) => name === loss || own === loss);
  if (found) {
    const given = reconstruct ? 'inputs, targets = fields[:1], fields[0]' : '*inputs, targets = fields';
    return {
      constants: '',
      functions: `def loss_of(model, fields, step=None):
    ${given}
    outputs = model(*inputs)
${found[1][1]}`,
    };
  }
  throw new ArgumentError('exportPyTorch', {
    expected: `a loss with its default settings among ${Object.keys(table).join(', ')}`,
    received: loss,
    hint: 'Leave training out, to export the model alone.',
  });
}
