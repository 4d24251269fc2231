// internal
import { describeShape, ShapeError, sameShape } from '@neurona/backend';
import { checkTensor, type Tensor } from '@neurona/tensor';

/** Fails unless the outputs are scores of classes for as many examples as there are targets. */
export function checkClassOutputs(subject: string, outputs: Tensor, targets: Tensor): void {
  checkTensors(subject, outputs, targets);
  if (outputs.ndim > 1 && sameShape(outputs.shape.slice(0, -1), targets.shape)) return;
  throw new ShapeError(subject, {
    expected: 'outputs [N, ..., C] and targets [N, ...]',
    received: `${describeShape(outputs.shape)} and ${describeShape(targets.shape)}`,
  });
}

/** Fails unless there is an output for each target. */
export function checkSameSize(subject: string, outputs: Tensor, targets: Tensor): void {
  checkTensors(subject, outputs, targets);
  if (outputs.size === targets.size && outputs.shape[0] === targets.shape[0]) return;
  throw new ShapeError(subject, {
    expected: 'an output for each target',
    received: `${describeShape(outputs.shape)} and ${describeShape(targets.shape)}`,
  });
}

/** Fails unless both are tensors. */
export function checkTensors(subject: string, outputs: Tensor, targets: Tensor): void {
  checkTensor(subject, outputs, 'outputs');
  checkTensor(subject, targets, 'targets');
}
